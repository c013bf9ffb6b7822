# attack: compares descriptors of two processes, which orders addresses of the kernel
# guards: seccomp/tracing
# expect: SV syscall:kcmp
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
kcmp = {"x86_64": 312, "aarch64": 272}[os.uname().machine]
result = libc.syscall(kcmp, os.getpid(), os.getpid(), 0, ctypes.c_ulong(1), ctypes.c_ulong(2))
print("BREACH kcmp returned", result)
