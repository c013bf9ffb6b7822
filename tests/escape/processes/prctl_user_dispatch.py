# attack: answers its system calls itself, before the filter sees them
# guards: seccomp/prctl
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
selector = ctypes.create_string_buffer(1)
result = libc.prctl(59, ctypes.c_ulong(1), ctypes.c_ulong(0), ctypes.c_ulong(0), selector)
error = ctypes.get_errno()
if result != -1:
    print("BREACH dispatches its calls")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
