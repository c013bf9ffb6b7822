# attack: a file in the scratch space that nobody can delete
# guards: seccomp/terminals, scratch/fresh
# expect: SV syscall:ioctl
import ctypes
import struct

libc = ctypes.CDLL(None, use_errno=True)
with open("/tmp/stays", "wb") as file:
    result = libc.ioctl(file.fileno(), ctypes.c_ulong(0x40086602), struct.pack("Q", 0x10))
print("BREACH ioctl returned", result)
