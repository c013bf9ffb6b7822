# attack: queues signals that it blocks, and timers, each of which keeps a signal ready
# guards: rlimit/queues
# breaks: rlimit/queues
# expect: AC
# stdout: held
import ctypes
import errno
import os
import platform
import signal

arm = platform.machine() == "aarch64"
QUEUE, TIMER = (138, 107) if arm else (129, 222)
libc = ctypes.CDLL(None, use_errno=True)
signal.pthread_sigmask(signal.SIG_BLOCK, [40])
info = (ctypes.c_int * 32)(40, 0, -1)
timer = ctypes.c_int()
number = ctypes.c_long


def until_refused(call):
    for count in range(1100):
        if call() != 0:
            return count, ctypes.get_errno()
    return 1100, 0


timers = until_refused(lambda: libc.syscall(number(TIMER), number(1), None, ctypes.byref(timer)))
queued = until_refused(lambda: libc.syscall(number(QUEUE), number(os.getpid()), number(40), info))
fine = timers[1] == queued[1] == errno.EAGAIN and timers[0] + queued[0] <= 1030
print("held" if fine else f"BREACH {timers} {queued}")
