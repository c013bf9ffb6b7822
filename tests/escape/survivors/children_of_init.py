# attack: makes processes whose parent is init (CLONE_PARENT), so that nobody of its own family has them
# guards: keeper/end, namespace/pid, cgroup/tasks
# expect: AC
# stdout: held
import ctypes
import os
import platform
import time

CLONE_PARENT, SIGCHLD = 0x8000, 17
CLONE = 220 if platform.machine() == "aarch64" else 56
libc = ctypes.CDLL(None, use_errno=True)
zero = ctypes.c_long(0)
made = 0
for _ in range(300):
    child = libc.syscall(ctypes.c_long(CLONE), ctypes.c_long(CLONE_PARENT | SIGCHLD), zero, zero, zero, zero)
    if child == 0:
        time.sleep(1000)
        os._exit(0)
    made += child > 0
try:
    os.wait()
    print("BREACH unexpected child")
except ChildProcessError:
    print("held" if made < 128 else f"BREACH {made} processes")
