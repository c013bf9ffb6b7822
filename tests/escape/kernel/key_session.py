# attack: a session's key ring by keyctl, which needs no other call to make one
# guards: seccomp/keyrings
# breaks: seccomp/keyrings
# expect: SV syscall:keyctl
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
keyctl = {"x86_64": 250, "aarch64": 219}[os.uname().machine]
JOIN_SESSION = 1
ring = libc.syscall(keyctl, JOIN_SESSION, b"ours")
print(f"BREACH key ring {ring}" if ring > 0 else f"held: errno {ctypes.get_errno()}")
