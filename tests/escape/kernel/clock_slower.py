# attack: slows the host's clock down, and with it the time limit
# guards: seccomp/clocks, cgroup/cpu
# expect: SV syscall:adjtimex
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
adjtimex = {"x86_64": 159, "aarch64": 171}[os.uname().machine]
# ADJ_TICK with 10 % less, the largest step that there is
timex = bytearray(208)
struct.pack_into("I", timex, 0, 0x4000)
struct.pack_into("q", timex, 88, 9000)
result = libc.syscall(adjtimex, bytes(timex))
print("BREACH adjtimex returned", result)
