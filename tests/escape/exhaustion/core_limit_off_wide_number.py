# attack: turns the limit on cores to 0, with bits above the 32nd in its number, where the kernel doesn't look
# guards: seccomp/core-limit, rlimit/core
# expect: AC
# stdout: held
import ctypes
import errno
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
prlimit64 = {"x86_64": 302, "aarch64": 261}[os.uname().machine]
result = libc.syscall(prlimit64, 0, ctypes.c_ulong(1 << 32 | 4), struct.pack("QQ", 0, 0), None)
error = ctypes.get_errno()
if result != -1:
    print("BREACH the limit is 0")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
