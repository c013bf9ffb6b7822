# attack: asks how much of a shared file is in memory, by cachestat, which the policy doesn't know
# guards: seccomp/page-cache
# expect: AC
# stdout: held
import ctypes
import errno
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
with open(os.__file__, "rb") as file:
    result = libc.syscall(451, file.fileno(), struct.pack("QQ", 0, 0), ctypes.create_string_buffer(40), 0)
error = ctypes.get_errno()
if result != -1:
    print("BREACH knows what is in memory")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
