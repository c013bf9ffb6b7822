# attack: takes a descriptor out of another process, the init if it can be seen
# guards: seccomp/tracing, identity/dumpable
# expect: SV syscall:pidfd_getfd
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
try:
    process = os.pidfd_open(1)
except OSError:
    process = os.pidfd_open(os.getpid())
result = libc.syscall(438, process, 0, 0)
print("BREACH pidfd_getfd returned", result)
