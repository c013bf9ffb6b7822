# attack: keeps the keeper busy with calls that the policy doesn't know
# guards: seccomp/flood
# breaks: seccomp/flood
# expect: SV syscall_flood:sync
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
sync = {"x86_64": 162, "aarch64": 81}[os.uname().machine]
for _ in range(2_000):
    libc.syscall(sync)
print("BREACH two thousand refused calls")
