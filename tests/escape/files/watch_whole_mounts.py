# attack: a watcher of whole file systems that reports handles, which needs no capability
# guards: seccomp/notify
# expect: SV syscall:fanotify_init
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
fanotify_init = {"x86_64": 300, "aarch64": 262}[os.uname().machine]
result = libc.syscall(fanotify_init, 0x200, 0)
print("held" if result == -1 else f"BREACH fanotify_init returned {result}")
