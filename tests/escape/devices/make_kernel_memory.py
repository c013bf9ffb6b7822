# attack: the machine's memory as a file, its type hidden below bits that the kernel cuts off
# guards: seccomp/devices, mount/nodev
# expect: SV syscall:mknodat
import ctypes
import os
import stat

libc = ctypes.CDLL(None, use_errno=True)
mknodat = {"x86_64": 259, "aarch64": 33}[os.uname().machine]
mode = 1 << 16 | stat.S_IFCHR | 0o600
result = libc.syscall(mknodat, -100, b"/tmp/mem", mode, os.makedev(1, 1))
print("BREACH mknodat returned", result)
