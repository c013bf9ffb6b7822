# attack: a file system of its own by the newer calls for mounting, without the limits of the scratch space
# guards: seccomp/mounts
# breaks: seccomp/mounts + identity/capabilities
# expect: SV syscall:fsopen
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
FSOPEN, FSCONFIG, FSMOUNT, CREATE = 430, 431, 432, 6
context = libc.syscall(FSOPEN, b"tmpfs", 0)
libc.syscall(FSCONFIG, context, CREATE, None, None, 0)
tree = libc.syscall(FSMOUNT, context, 0, 0)
if tree == -1:
    print("held: errno", ctypes.get_errno())
else:
    written = os.write(os.open("hoard", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=tree), b"data")
    print(f"BREACH wrote {written} bytes to a file system of its own")
