# attack: renames the host
# guards: seccomp/machine, namespace/uts
# expect: SV syscall:sethostname
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
sethostname = {"x86_64": 170, "aarch64": 161}[os.uname().machine]
result = libc.syscall(sethostname, b"owned", 5)
print("BREACH sethostname returned", result)
