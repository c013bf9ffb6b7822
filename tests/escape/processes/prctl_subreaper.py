# attack: becomes the parent of all orphans in the place of the init
# guards: seccomp/prctl, keeper/end
# breaks: seccomp/prctl
# expect: AC
# stdout: held
import ctypes
import errno
import os
import time

libc = ctypes.CDLL(None, use_errno=True)
result = libc.prctl(36, ctypes.c_ulong(1), 0, 0, 0)
error = ctypes.get_errno()
if result == -1:
    print("held" if error == errno.EPERM else f"BREACH unexpected errno {error}")
    raise SystemExit
heard, told = os.pipe()
child = os.fork()
if child == 0:
    child = os.getpid()
    if os.fork() == 0:
        while os.getppid() == child:
            time.sleep(0.01)
        os.write(told, str(os.getppid()).encode())
    os._exit(0)
parent = int(os.read(heard, 100))
print("BREACH an orphan is its child" if parent == os.getpid() else f"held: {parent}")
