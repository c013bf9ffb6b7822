# attack: starts to watch files, to see what another run imports
# guards: seccomp/notify
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
result = libc.inotify_init1(0)
error = ctypes.get_errno()
if result != -1:
    print("BREACH can watch files")
elif error != errno.ENOSYS:
    print("BREACH unexpected errno", error)
else:
    print("held")
