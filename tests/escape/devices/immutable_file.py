# attack: a file in the scratch space that nobody can delete
# guards: seccomp/terminals, scratch/fresh
# breaks: seccomp/terminals + identity/capabilities
# expect: SV syscall:ioctl
import ctypes
import errno
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
with open("/tmp/stays", "wb") as file:
    result = libc.ioctl(file.fileno(), ctypes.c_ulong(0x40086602), struct.pack("Q", 0x10))
try:
    os.unlink("/tmp/stays")
    print("held: errno", ctypes.get_errno())
except OSError as error:
    print("BREACH a file that can't be deleted" if error.errno == errno.EPERM and result == 0 else f"held: {error}")
