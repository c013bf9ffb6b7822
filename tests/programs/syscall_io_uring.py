# expect: AC
# stdout: denied
# what: io_uring does its work past a seccomp filter. Libraries probe for it, so the answer is ENOSYS.
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall(425, 8, ctypes.create_string_buffer(256))
print("denied" if result == -1 and ctypes.get_errno() == errno.ENOSYS else f"got {result} {os.strerror(ctypes.get_errno())}")
