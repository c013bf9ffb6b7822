# attack: counts its own instructions, which is a clock and the way to much of the kernel
# guards: seccomp/perf
# expect: SV syscall:perf_event_open
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
perf_event_open = {"x86_64": 298, "aarch64": 241}[os.uname().machine]
# type hardware, size, instructions; without those of the kernel and the hypervisor
attributes = struct.pack("IIQ24xQ64x", 0, 112, 1, 0x60)
result = libc.syscall(perf_event_open, attributes, 0, -1, -1, 0)
print("BREACH perf_event_open returned", result)
