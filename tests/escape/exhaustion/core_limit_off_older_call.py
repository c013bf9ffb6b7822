# attack: turns the limit on cores to 0 by setrlimit itself, which the C library doesn't call any more
# guards: seccomp/core-limit, rlimit/core
# expect: AC
# stdout: held
import ctypes
import errno
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
setrlimit = {"x86_64": 160, "aarch64": 164}[os.uname().machine]
result = libc.syscall(setrlimit, 4, struct.pack("QQ", 0, 0))
error = ctypes.get_errno()
if result != -1:
    print("BREACH the limit is 0")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
