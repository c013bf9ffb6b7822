# attack: a System V segment made of the host's huge pages
# guards: seccomp/hugepages, seccomp/ipc
# expect: AC
# stdout: held
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
shmget = {"x86_64": 29, "aarch64": 194}[os.uname().machine]
result = libc.syscall(shmget, 42, ctypes.c_ulong(2 << 20), 0o1600 | 0o4000)
error = ctypes.get_errno()
if result != -1:
    print("BREACH made a segment of huge pages")
elif error != errno.ENOSYS:
    print("BREACH unexpected errno", error)
else:
    print("held")
