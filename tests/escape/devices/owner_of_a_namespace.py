# attack: gets the user namespace that owns its mount namespace as a descriptor
# guards: seccomp/terminals, seccomp/namespaces
# expect: SV syscall:ioctl
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
try:
    descriptor = os.open("/proc/self/ns/mnt", os.O_RDONLY)
except OSError:
    descriptor = 0
result = libc.ioctl(descriptor, ctypes.c_ulong(0xB701))
print("held" if result == -1 else f"BREACH ioctl returned {result}")
