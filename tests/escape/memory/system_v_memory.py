# attack: a shared segment that stays when the program ends
# guards: seccomp/ipc, namespace/ipc
# breaks: seccomp/ipc
# expect: AC
# stdout: held
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
shmget = {"x86_64": 29, "aarch64": 194}[os.uname().machine]
result = libc.syscall(shmget, 42, ctypes.c_ulong(1 << 20), 0o1600)
error = ctypes.get_errno()
if result == -1:
    print("held" if error == errno.ENOSYS else f"BREACH unexpected errno {error}")
    raise SystemExit
if os.fork() == 0:
    ctypes.memmove(libc.shmat(result, None, 0), b"answers", 7)
    os._exit(0)
os.wait()
found = ctypes.string_at(libc.shmat(result, None, 0), 7)
print("BREACH a segment outlived its process" if found == b"answers" else f"held: {found}")
