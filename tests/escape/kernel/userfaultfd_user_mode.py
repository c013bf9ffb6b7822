# attack: handles its own page faults, which stops the kernel in the middle of a copy
# guards: seccomp/userfaultfd
# expect: SV syscall:userfaultfd
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
userfaultfd = {"x86_64": 323, "aarch64": 282}[os.uname().machine]
result = libc.syscall(userfaultfd, 1)
print("BREACH userfaultfd returned", result)
