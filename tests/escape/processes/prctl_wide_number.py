# attack: becomes a subreaper with bits above the 32nd in the number, where the kernel doesn't look
# guards: seccomp/prctl
# expect: AC
# stdout: held
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
prctl = {"x86_64": 157, "aarch64": 167}[os.uname().machine]
result = libc.syscall(prctl, ctypes.c_ulong(1 << 32 | 36), ctypes.c_ulong(1), 0, 0, 0)
error = ctypes.get_errno()
if result != -1:
    print("BREACH became a subreaper")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
