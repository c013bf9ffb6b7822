# attack: a user namespace, in which it would be root with all capabilities
# guards: seccomp/namespaces
# breaks: seccomp/namespaces
# expect: SV syscall:unshare
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
unshare = {"x86_64": 272, "aarch64": 97}[os.uname().machine]
result = libc.syscall(unshare, 0x10000000)
with open("/proc/self/status") as file:
    effective = next(int(line.split()[1], 16) for line in file if line.startswith("CapEff"))
print(f"BREACH capabilities {effective:x}" if effective else f"held: unshare returned {result}")
