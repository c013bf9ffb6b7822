# attack: takes the read-only mark off every mount at once
# guards: seccomp/mounts, mount/read-only
# breaks: seccomp/mounts + identity/capabilities
# expect: SV syscall:mount_setattr
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
attributes = struct.pack("4Q", 0, 1, 0, 0)
result = libc.syscall(442, -100, b"/", 0x8000, attributes, ctypes.c_ulong(len(attributes)))
read_only = os.statvfs(os.__file__).f_flag & os.ST_RDONLY
print(f"held: errno {ctypes.get_errno()}" if read_only else f"BREACH the library can be written: mount_setattr returned {result}")
