# attack: takes locks in processes that share their open files with others (CLONE_FILES), and end: the locks stay
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
PROCESSES, FILES, LOCKS = 10, 300, 100

libc = ctypes.CDLL(None, use_errno=True)
zero = ctypes.c_long(0)
ready, tell = os.pipe()
request = [struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 2 * number, 1, 0) for number in range(LOCKS)]
for process in range(PROCESSES):
    if os.fork() == 0:
        child = libc.syscall(ctypes.c_long(CLONE), ctypes.c_long(CLONE_FILES | SIGCHLD), zero, zero, zero, zero)
        if child == 0:
            for number in range(FILES):
                file = os.memfd_create("locks")
                for lock in request:
                    fcntl.fcntl(file, fcntl.F_SETLK, lock)
            os._exit(0)
        os.waitpid(child, 0)
        os.write(tell, b"x")
        signal.pause()
done = 0
while done < PROCESSES:
    done += len(os.read(ready, PROCESSES))
# Long enough to be seen.
time.sleep(1)
print("BREACH", PROCESSES * FILES * LOCKS, "locks")
