# attack: another kernel, out of memory, for the next reboot to start
# guards: seccomp/modules
# breaks: seccomp/modules + identity/capabilities
# expect: SV syscall:kexec_load
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
kexec_load = {"x86_64": 246, "aarch64": 104}[os.uname().machine]
size = os.sysconf("SC_PAGESIZE")
page = ctypes.create_string_buffer(size)
for place in (1 << 24, 0x50000000):
    # its one segment: where it is now, where it shall be; it starts there
    segment = struct.pack("4Q", ctypes.addressof(page), size, place, size)
    result = libc.syscall(kexec_load, ctypes.c_ulong(place), ctypes.c_ulong(1), segment, ctypes.c_ulong(0))
    error = ctypes.get_errno()
    if result == 0:
        break
print("BREACH a kernel lies ready" if result == 0 else f"held: errno {error}")
# None lies ready.
libc.syscall(kexec_load, ctypes.c_ulong(0), ctypes.c_ulong(0), None, ctypes.c_ulong(0))
