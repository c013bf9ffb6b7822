# attack: becomes the parent of all orphans in the place of the init
# guards: seccomp/prctl, keeper/end
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
result = libc.prctl(36, ctypes.c_ulong(1), 0, 0, 0)
error = ctypes.get_errno()
if result != -1:
    print("BREACH became a subreaper")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
