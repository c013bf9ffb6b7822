# attack: names init as who gets the signal when its pipe, socket or timer is ready: SIGKILL, sent by the kernel
# guards: identity/uid
# expect: AC
# stdout: held
import fcntl
import os
import signal
import socket
import time

ends = [*os.pipe(), *(end.detach() for end in socket.socketpair())]
for end in ends:
    for owner in (1, -1):
        try:
            fcntl.fcntl(end, fcntl.F_SETOWN, owner)
            fcntl.fcntl(end, fcntl.F_SETSIG, signal.SIGKILL)
            fcntl.fcntl(end, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
        except OSError:
            continue
        os.write(ends[1], b"x")
        os.write(ends[2], b"x")
        os.write(ends[3], b"x")
time.sleep(0.1)
# Had init died, this would not be printed.
print("held")
