# expect: AC
# stdout: denied
# what: looks for what other runs have or have left: their roots, environments, folders and temporary files.
import glob
import os

own = str(os.getpid())
found = []
for pattern in ("/proc/[0-9]*/environ", "/proc/[0-9]*/mem", "/proc/[0-9]*/maps", "/proc/[0-9]*/root/*", "/proc/[0-9]*/cwd/*", "/proc/[0-9]*/fd/*"):
    for path in glob.glob(pattern):
        if path.split("/")[2] == own:
            continue
        try:
            if os.path.isdir(path) or open(path, "rb").read(1):
                found.append(path)
        except OSError:
            pass
for folder in ("/tmp", "/var/tmp", "/dev/shm"):
    if os.path.isdir(folder):
        found += [os.path.join(folder, name) for name in os.listdir(folder)]
print(*found or ["denied"])
