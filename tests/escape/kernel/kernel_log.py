# attack: reads the kernel's log, with addresses and what others did
# guards: seccomp/machine
# breaks: seccomp/machine + identity/capabilities
# expect: SV syscall:syslog
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
syslog = {"x86_64": 103, "aarch64": 116}[os.uname().machine]
buffer = ctypes.create_string_buffer(1 << 16)
result = libc.syscall(syslog, 3, buffer, len(buffer))
print(f"BREACH read {result} bytes" if result > 0 and buffer.value else f"held: errno {ctypes.get_errno()}")
