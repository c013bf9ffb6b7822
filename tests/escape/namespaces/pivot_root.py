# attack: another root, with the old one stacked below it
# guards: seccomp/mounts
# expect: SV syscall:pivot_root
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
pivot_root = {"x86_64": 155, "aarch64": 41}[os.uname().machine]
result = libc.syscall(pivot_root, b".", b".")
print("held" if result == -1 else f"BREACH pivot_root returned {result}")
