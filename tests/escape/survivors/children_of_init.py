# attack: makes processes whose parent is init (CLONE_PARENT), so that nobody of its own family has them
# guards: seccomp/namespaces
# expect: SV syscall:clone
import ctypes
import os
import platform
import time

CLONE_PARENT, SIGCHLD = 0x8000, 17
CLONE = 220 if platform.machine() == "aarch64" else 56
libc = ctypes.CDLL(None, use_errno=True)
zero = ctypes.c_long(0)
child = libc.syscall(ctypes.c_long(CLONE), ctypes.c_long(CLONE_PARENT | SIGCHLD), zero, zero, zero, zero)
if child == 0:
    time.sleep(1000)
    os._exit(0)
print("BREACH a child of init" if child > 0 else f"BREACH unexpected errno {ctypes.get_errno()}")
