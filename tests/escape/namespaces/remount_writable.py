# attack: makes the read-only interpreter writable
# guards: seccomp/mounts, mount/read-only
# breaks: seccomp/mounts + identity/capabilities
# expect: SV syscall:mount
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
mount = {"x86_64": 165, "aarch64": 40}[os.uname().machine]
library = os.path.dirname(os.__file__)
result = libc.syscall(mount, None, library.encode(), None, 0x20 | 0x1000, None)
read_only = os.statvfs(library).f_flag & os.ST_RDONLY
print(f"held: errno {ctypes.get_errno()}" if read_only else f"BREACH the library can be written: mount returned {result}")
