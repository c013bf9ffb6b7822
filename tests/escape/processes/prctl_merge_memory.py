# attack: has all its pages merged with equal ones of others, which tells what they hold
# guards: seccomp/prctl
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
result = libc.prctl(67, ctypes.c_ulong(1), 0, 0, 0)
error = ctypes.get_errno()
if result != -1:
    print("BREACH has its memory merged")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
