# attack: types a letter into the terminal of whoever started the judge
# guards: seccomp/terminals
# expect: SV syscall:ioctl
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
result = libc.ioctl(0, ctypes.c_ulong(0x5412), b"x")
print("held" if result == -1 else f"BREACH ioctl returned {result}")
