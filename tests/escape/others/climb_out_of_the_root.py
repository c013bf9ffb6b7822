# attack: climbs out of the root by many "..", from descriptors, from the working folder and from /proc/self
# guards: namespace/mount
# breaks: namespace/mount
# expect: AC
# stdout: held
import os

inside = (os.stat("/").st_dev, os.stat("/").st_ino)
names = sorted(os.listdir("/"))
up = "/".join([".."] * 64)
reached = []
for start in ("/", "/box", "/tmp", "/proc/self/root", "/proc/self/cwd", "/proc/self", "/dev/shm", "/usr/lib"):
    at = os.open(start, os.O_PATH | os.O_DIRECTORY)
    top = os.open(up, os.O_RDONLY | os.O_DIRECTORY, dir_fd=at)
    if (os.fstat(top).st_dev, os.fstat(top).st_ino) != inside or sorted(os.listdir(top)) != names:
        reached.append(start)
os.chdir("/proc/self/root")
os.chdir(up)
if sorted(os.listdir(".")) != names:
    reached.append("chdir")
print("BREACH " + " ".join(reached) if reached else "held")
