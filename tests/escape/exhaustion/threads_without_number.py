# attack: starts threads with small stacks until it is refused
# guards: cgroup/tasks
# breaks: cgroup/tasks
# expect: AC
# stdout: held
import os
import threading

threading.stack_size(256 << 10)
stop = threading.Event()


def start():
    count = 0
    try:
        while count < 300:
            threading.Thread(target=stop.wait, daemon=True).start()
            count += 1
    except RuntimeError:
        pass
    return count


mine = start()
stop.set()
print("held" if 64 < mine < 128 else f"BREACH {mine} threads", flush=True)
os._exit(0)
