# attack: enters the mount namespace of its own init
# guards: seccomp/namespaces, namespace/pid
# expect: SV syscall:setns
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
setns = {"x86_64": 308, "aarch64": 268}[os.uname().machine]
try:
    descriptor = os.pidfd_open(1)
except OSError:
    descriptor = os.pidfd_open(os.getpid())
result = libc.syscall(setns, descriptor, 0x00020000)
print("held" if result == -1 else f"BREACH setns returned {result}")
