# attack: the first disk of the host as a file of its own
# guards: seccomp/devices, mount/nodev
# expect: SV syscall:mknodat
import ctypes
import os
import stat

libc = ctypes.CDLL(None, use_errno=True)
mknodat = {"x86_64": 259, "aarch64": 33}[os.uname().machine]
result = libc.syscall(mknodat, -100, b"/tmp/disk", stat.S_IFBLK | 0o600, os.makedev(8, 0))
print("BREACH mknodat returned", result)
