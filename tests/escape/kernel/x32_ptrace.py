# attack: ptrace by its number of the x32 interface
# guards: seccomp/architecture, seccomp/tracing
# expect: SV|AC
# stdout: held
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if os.uname().machine != "x86_64":
    print("held")
    raise SystemExit
result = libc.syscall(ctypes.c_long(0x40000000 + 521), 0, 0, 0, 0)
print("held" if result == -1 else f"BREACH ptrace returned {result}")
