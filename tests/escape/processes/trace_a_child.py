# attack: attaches to a child, to make calls in its place
# guards: seccomp/tracing
# expect: SV syscall:ptrace
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
ptrace = {"x86_64": 101, "aarch64": 117}[os.uname().machine]
child = os.fork()
if child == 0:
    signal.pause()
result = libc.syscall(ptrace, 16, child, 0, 0)
print("BREACH ptrace returned", result)
