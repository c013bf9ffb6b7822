# attack: ptrace by its number of the x32 interface
# guards: seccomp/architecture, seccomp/tracing
# needs: x32
# expect: SV|AC
# stdout: held
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall(ctypes.c_long(0x40000000 + 521), 0, 0, 0, 0)
print("held" if result == -1 else f"BREACH ptrace returned {result}")
