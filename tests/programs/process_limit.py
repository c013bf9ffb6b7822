# expect: AC
# stdout: refused
# what: counts how many children it gets: fewer than a thousand.
import os
import signal

children = []
try:
    for _ in range(1000):
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)
    print("got a thousand")
except BlockingIOError:
    print("refused")
for child in children:
    os.kill(child, signal.SIGKILL)
