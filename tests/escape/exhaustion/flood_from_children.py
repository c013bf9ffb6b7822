# attack: refused calls from many processes, each of which stays below the bound
# guards: seccomp/flood
# expect: SV syscall_flood:sync
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
sync = {"x86_64": 162, "aarch64": 81}[os.uname().machine]
for _ in range(60):
    if os.fork() == 0:
        for _ in range(500):
            libc.syscall(sync)
        os._exit(0)
for _ in range(60):
    os.wait()
print("BREACH thirty thousand refused calls")
