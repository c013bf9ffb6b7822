# attack: sets the real-time clock to an hour later
# guards: seccomp/clocks
# breaks: seccomp/clocks + identity/capabilities
# expect: SV syscall:clock_settime
import ctypes
import os
import struct
import time

libc = ctypes.CDLL(None, use_errno=True)
clock_settime = {"x86_64": 227, "aarch64": 112}[os.uname().machine]
before = time.time()
libc.syscall(clock_settime, 0, struct.pack("qq", int(before) + 3600, 0))
gained = time.time() - before
print(f"BREACH the clock went {gained:.0f} s on" if gained > 3000 else f"held: errno {ctypes.get_errno()}")
if gained > 3000:
    libc.syscall(clock_settime, 0, struct.pack("qq", int(time.time()) - 3600, 0))
