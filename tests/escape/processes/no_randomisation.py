# attack: turns address randomisation off, for what it starts
# guards: seccomp/identity
# expect: AC
# stdout: held
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
result = libc.personality(ctypes.c_ulong(0x0040000))
error = ctypes.get_errno()
if result != -1:
    print("BREACH changed its personality")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
