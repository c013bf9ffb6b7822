# attack: sets the real-time clock to 1970
# guards: seccomp/clocks
# expect: SV syscall:clock_settime
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
clock_settime = {"x86_64": 227, "aarch64": 112}[os.uname().machine]
result = libc.syscall(clock_settime, 0, struct.pack("qq", 1, 0))
print("BREACH clock_settime returned", result)
