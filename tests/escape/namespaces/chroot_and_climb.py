# attack: the old way out of a root: another root below the working folder, then up and up
# guards: seccomp/mounts
# expect: SV syscall:chroot
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
chroot = {"x86_64": 161, "aarch64": 51}[os.uname().machine]
os.mkdir("/tmp/below")
result = libc.syscall(chroot, b"/tmp/below")
os.chdir("../" * 16)
print("BREACH chroot returned", result, os.listdir("."))
