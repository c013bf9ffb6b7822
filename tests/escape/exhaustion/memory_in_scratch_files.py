# attack: keeps what the scratch space holds there and the whole memory limit beside it, in processes that end
# guards: cgroup/memory, scratch/size
# expect: MLE memory
import os

if os.fork() == 0:
    with open("/tmp/hoard", "wb", buffering=0) as file:
        for _ in range(60):
            file.write(b"x" * (1 << 20))
    os._exit(0)
os.wait()
pieces = [bytearray(b"x") * (1 << 20) for _ in range(230)]
print("BREACH 290 MiB")
