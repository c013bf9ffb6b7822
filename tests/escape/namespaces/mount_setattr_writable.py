# attack: takes the read-only mark off every mount at once
# guards: seccomp/mounts, mount/read-only
# expect: SV syscall:mount_setattr
import ctypes
import struct

libc = ctypes.CDLL(None, use_errno=True)
attributes = struct.pack("4Q", 0, 1, 0, 0)
result = libc.syscall(442, -100, b"/", 0x8000, attributes, len(attributes))
print("BREACH mount_setattr returned", result)
