# attack: a writable copy of the whole tree by the newest call for it, which the policy doesn't know
# guards: seccomp/mounts
# expect: AC
# stdout: held
import ctypes
import errno
import struct

libc = ctypes.CDLL(None, use_errno=True)
attributes = struct.pack("4Q", 0, 1, 0, 0)
result = libc.syscall(467, -100, b"/", 1 | 0x8000, attributes, len(attributes))
error = ctypes.get_errno()
if result != -1:
    print("BREACH opened the tree")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
