# attack: opens events, timers, pollers and files until it is refused, after asking for a higher limit
# guards: rlimit/files
# breaks: rlimit/files
# expect: AC
# stdout: held
import ctypes
import errno
import os
import resource
import select

libc = ctypes.CDLL(None, use_errno=True)
reached = []
try:
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    reached.append("limit")
except ValueError:
    pass


def check(value):
    if value < 0:
        raise OSError(ctypes.get_errno(), "refused")


for name, way in {
    "eventfd": lambda: check(libc.eventfd(0, 0)),
    "timerfd": lambda: check(libc.timerfd_create(1, 0)),
    "epoll": lambda: check(libc.epoll_create1(0)),
    "memfd": lambda: os.memfd_create("x"),
    "dup": lambda: os.dup(0),
    "inode": lambda: os.open("/tmp", os.O_TMPFILE | os.O_RDWR),
}.items():
    count = 0
    try:
        while count < 1100:
            way()
            count += 1
        reached.append(name)
    except OSError as error:
        if error.errno != errno.EMFILE or count > 1024:
            reached.append((name, count, error.errno))
    os.closerange(3, 4096)
try:
    os.dup2(0, 1024)
    reached.append("number")
except OSError as error:
    if error.errno != errno.EBADF:
        reached.append(("number", error.errno))
print(f"BREACH {reached}" if reached else "held")
