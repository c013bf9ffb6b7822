# attack: makes the read-only interpreter writable
# guards: seccomp/mounts, mount/read-only
# expect: SV syscall:mount
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
mount = {"x86_64": 165, "aarch64": 40}[os.uname().machine]
result = libc.syscall(mount, None, b"/usr", None, 0x20 | 0x1000, None)
print("BREACH mount returned", result)
