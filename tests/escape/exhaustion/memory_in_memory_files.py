# attack: keeps memory in files in memory that nobody maps, each below the limit of a file
# guards: cgroup/memory
# breaks: cgroup/memory
# expect: MLE memory
import os

files = []
for _ in range(20):
    file = os.memfd_create("hoard")
    for _ in range(32):
        os.write(file, b"x" * (1 << 20))
    files.append(file)
print("BREACH 640 MiB")
