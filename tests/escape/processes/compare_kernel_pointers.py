# attack: compares descriptors of a process, which orders addresses of the kernel
# guards: seccomp/tracing
# breaks: seccomp/tracing
# expect: SV syscall:kcmp
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
kcmp = {"x86_64": 312, "aarch64": 272}[os.uname().machine]
result = libc.syscall(kcmp, os.getpid(), os.getpid(), 0, ctypes.c_ulong(1), ctypes.c_ulong(2))
# 0: the same; 1 and 2: less and greater
order = {1: "below", 2: "above"}.get(result)
print(f"BREACH stdout lies {order} stderr" if order else f"held: kcmp returned {result}")
