# attack: slows the host's clock down, and with it the time limit
# guards: seccomp/clocks, cgroup/cpu
# breaks: seccomp/clocks + identity/capabilities
# expect: SV syscall:adjtimex
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
adjtimex = {"x86_64": 159, "aarch64": 171}[os.uname().machine]
TICK = 0x4000


def microseconds(modes, tick):
    timex = ctypes.create_string_buffer(208)
    struct.pack_into("I", timex, 0, modes)
    struct.pack_into("q", timex, 88, tick)
    libc.syscall(adjtimex, timex)
    return struct.unpack_from("q", timex, 88)[0]


# 10 % less, the largest step that there is
microseconds(TICK, 9000)
tick = microseconds(0, 0)
print("BREACH the clock is slower" if tick == 9000 else f"held: errno {ctypes.get_errno()}")
microseconds(TICK, 10000)
