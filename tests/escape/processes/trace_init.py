# attack: seizes the init of the run
# guards: seccomp/tracing, identity/dumpable
# expect: SV syscall:ptrace
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
ptrace = {"x86_64": 101, "aarch64": 117}[os.uname().machine]
result = libc.syscall(ptrace, 0x4206, 1, 0, 0)
print("BREACH ptrace returned", result)
