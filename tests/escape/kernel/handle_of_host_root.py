# attack: opens inode 2, the root of the host's file system, by its number (as "shocker" did)
# guards: seccomp/handles, mount/small-root
# expect: SV syscall:open_by_handle_at
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
open_by_handle_at = {"x86_64": 304, "aarch64": 265}[os.uname().machine]
handle = struct.pack("IiII", 8, 1, 2, 0)
result = libc.syscall(open_by_handle_at, os.open("/usr", os.O_RDONLY), handle, os.O_RDONLY)
print("BREACH open_by_handle_at returned", result)
