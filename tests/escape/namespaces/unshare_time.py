# attack: a time namespace: its flag is the smallest of all and lies where clone has the signal
# guards: seccomp/namespaces
# expect: SV syscall:unshare
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
unshare = {"x86_64": 272, "aarch64": 97}[os.uname().machine]
result = libc.syscall(unshare, 0x80)
print("held" if result == -1 else f"BREACH unshare returned {result}")
