# attack: turns the limit on cores to 0, with the new limit at an address whose lower half is 0, as if none were set
# guards: seccomp/core-limit, rlimit/core
# expect: AC
# stdout: held
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
prlimit64 = {"x86_64": 302, "aarch64": 261}[os.uname().machine]
# readable and writable, private, anonymous, at this address; a new page is two zeros
libc.mmap.restype = ctypes.c_void_p
address = libc.mmap(ctypes.c_void_p(1 << 32), ctypes.c_size_t(4096), 3, 0x32, -1, ctypes.c_long(0))
result = libc.syscall(prlimit64, 0, 4, ctypes.c_void_p(address), None)
error = ctypes.get_errno()
if result != -1:
    print("BREACH the limit is 0")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
