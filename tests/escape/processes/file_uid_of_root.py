# attack: root for files only: a call that reports no error, but the old id
# guards: seccomp/identity
# expect: AC
# stdout: held
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
setfsuid = {"x86_64": 122, "aarch64": 151}[os.uname().machine]
result = libc.syscall(setfsuid, 0)
error = ctypes.get_errno()
if result != -1:
    print("BREACH changed the id for files")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
