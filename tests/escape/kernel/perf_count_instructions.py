# attack: counts its own instructions, which is a clock and the way to much of the kernel, or at least its page faults
# guards: seccomp/perf
# breaks: seccomp/perf + identity/capabilities
# expect: SV syscall:perf_event_open
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
perf_event_open = {"x86_64": 298, "aarch64": 241}[os.uname().machine]
counted = []
# hardware, instructions; software, page faults
for kind, event in ((0, 1), (1, 2)):
    # type, size, which; without those of the kernel and the hypervisor
    attributes = struct.pack("IIQ24xQ64x", kind, 112, event, 0x60)
    counter = libc.syscall(perf_event_open, attributes, 0, -1, -1, ctypes.c_ulong(0))
    if counter != -1:
        bytearray(1 << 20)
        counted.append(struct.unpack("Q", os.read(counter, 8))[0])
print(f"BREACH counted {counted}" if any(counted) else f"held: errno {ctypes.get_errno()}")
