# attack: fills the page cache with all that it can read, and with files of its own
# guards: cgroup/memory, scratch/size
# expect: AC|MLE
# stdout: held
import mmap
import os

mapped = 0
for folder, _, names in os.walk("/usr/lib"):
    for name in names:
        try:
            with open(os.path.join(folder, name), "rb") as file:
                view = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        except (OSError, ValueError):
            continue
        mapped += sum(view[at] >= 0 for at in range(0, len(view), 4096))
        if mapped > 100_000:
            break
written = 0
try:
    with open("/box/big", "wb") as file:
        while True:
            written += file.write(b"x" * (1 << 20))
            file.flush()
except OSError:
    pass
print("held" if written <= 64 << 20 else f"BREACH {written >> 20} MiB")
