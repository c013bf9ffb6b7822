# attack: types into a terminal with bits above the 32nd in the request, where the kernel doesn't look
# guards: seccomp/terminals
# expect: SV syscall:ioctl
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
ioctl = {"x86_64": 16, "aarch64": 29}[os.uname().machine]
result = libc.syscall(ioctl, 0, ctypes.c_ulong(1 << 32 | 0x5412), b"x")
print("held" if result == -1 else f"BREACH ioctl returned {result}")
