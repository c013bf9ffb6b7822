# attack: a user namespace, in which it would be root with all capabilities
# guards: seccomp/namespaces
# expect: SV syscall:unshare
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
unshare = {"x86_64": 272, "aarch64": 97}[os.uname().machine]
result = libc.syscall(unshare, 0x10000000)
print("BREACH unshare returned", result)
