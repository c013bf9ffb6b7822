# attack: has all its pages merged with equal ones of others, which tells what they hold
# guards: seccomp/prctl
# breaks: seccomp/prctl
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
result = libc.prctl(67, ctypes.c_ulong(1), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))
error = ctypes.get_errno()
if result != -1:
    merged = libc.prctl(68, ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))
    print("BREACH has its memory merged" if merged == 1 else "held: not merged")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
