# expect: AC
# stdout: denied
# what: watches the standard library, which all runs share, to see what others import.
import ctypes

libc = ctypes.CDLL(None)
print("denied" if libc.inotify_init() < 0 else "watching")
