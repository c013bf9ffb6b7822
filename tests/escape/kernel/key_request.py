# attack: asks for a key; for one that isn't there the kernel starts /sbin/request-key on the host, as root
# guards: seccomp/keyrings
# expect: SV syscall:request_key
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
request_key = {"x86_64": 249, "aarch64": 218}[os.uname().machine]
result = libc.syscall(request_key, b"user", b"answers", b"please", -4)
print("held" if result == -1 else f"BREACH request_key returned {result}")
