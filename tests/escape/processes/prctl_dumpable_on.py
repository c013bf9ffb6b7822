# attack: makes itself dumpable, hence open to tracers
# guards: seccomp/prctl
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
result = libc.prctl(4, ctypes.c_ulong(1), 0, 0, 0)
error = ctypes.get_errno()
if result != -1:
    print("BREACH set dumpable")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
