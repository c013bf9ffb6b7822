# attack: fills the key rings of its uid, which are the kernel's memory and no cgroup's
# guards: seccomp/keyrings
# breaks: seccomp/keyrings
# expect: SV syscall:add_key
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
add_key = {"x86_64": 248, "aarch64": 217}[os.uname().machine]
SESSION = -3
made = 0
for number in range(10_000):
    if libc.syscall(add_key, b"user", b"key %d" % number, b"x" * 64, ctypes.c_size_t(64), SESSION) == -1:
        break
    made += 1
print(f"BREACH {made} keys" if made else f"held: errno {ctypes.get_errno()}")
