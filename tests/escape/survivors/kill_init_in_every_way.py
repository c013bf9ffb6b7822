# attack: signals init by every call that there is
# guards: identity/uid, namespace/pid
# expect: AC
# stdout: held
import ctypes
import errno
import os
import platform
import signal

libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"
TKILL, TGKILL, SIGQUEUE, TGSIGQUEUE = (130, 131, 138, 240) if arm else (200, 234, 129, 297)
info = (ctypes.c_char * 128)()


def raw(*arguments):
    if libc.syscall(*map(lambda a: ctypes.c_long(a) if isinstance(a, int) else a, arguments)) != 0:
        raise OSError(ctypes.get_errno(), "refused")


reached = []
for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGCONT, signal.SIGCHLD, 40):
    ctypes.memset(info, 0, 128)
    ctypes.cast(info, ctypes.POINTER(ctypes.c_int))[0] = number
    ctypes.cast(info, ctypes.POINTER(ctypes.c_int))[2] = -1
    for name, way in {
        "kill": lambda: os.kill(1, number),
        "pidfd": lambda: signal.pidfd_send_signal(os.pidfd_open(1), number),
        "tkill": lambda: raw(TKILL, 1, number),
        "tgkill": lambda: raw(TGKILL, 1, 1, number),
        "queue": lambda: raw(SIGQUEUE, 1, number, info),
        "thread queue": lambda: raw(TGSIGQUEUE, 1, 1, number, info),
    }.items():
        try:
            way()
            reached.append((name, number))
        except OSError as error:
            if error.errno != errno.EPERM:
                reached.append(("unexpected", name, number, error.errno))
print(f"BREACH {reached}" if reached else "held")
