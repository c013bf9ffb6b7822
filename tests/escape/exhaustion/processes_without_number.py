# attack: forks until it is refused, then goes on with threads
# guards: cgroup/tasks
# breaks: cgroup/tasks
# expect: AC
# stdout: held
import errno
import os
import signal
import threading

children = []
try:
    while len(children) < 300:
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)
    print("BREACH processes")
except OSError as error:
    try:
        threading.Thread(target=signal.pause, daemon=True).start()
        print("BREACH one thread more")
    except RuntimeError:
        print("held" if error.errno == errno.EAGAIN and 64 < len(children) < 128 else f"BREACH unexpected {len(children)} {error.errno}")
for child in children:
    os.kill(child, signal.SIGKILL)
