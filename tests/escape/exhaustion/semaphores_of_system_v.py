# attack: takes the host's semaphores, which outlive it, a quarter of a million
# guards: seccomp/ipc, namespace/ipc
# breaks: seccomp/ipc
# expect: AC
# stdout: held
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
semget = {"x86_64": 64, "aarch64": 190}[os.uname().machine]
made = 0
for _ in range(1000):
    if libc.syscall(semget, 0, 250, 0o1600) == -1:
        break
    made += 1
error = ctypes.get_errno()
if made:
    print(f"BREACH {made} sets of 250 semaphores")
else:
    print("held" if error == errno.ENOSYS else f"BREACH unexpected errno {error}")
