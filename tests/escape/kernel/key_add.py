# attack: leaves a key in the ring of its uid, where a later run of the slot would find it
# guards: seccomp/keyrings
# expect: SV syscall:add_key
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
add_key = {"x86_64": 248, "aarch64": 217}[os.uname().machine]
result = libc.syscall(add_key, b"user", b"answers", b"42", 2, -4)
print("BREACH add_key returned", result)
