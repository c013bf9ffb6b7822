# expect: AC
# stdout: denied
# what: the first process of the run belongs to somebody else.
import os
import signal

results = set()
for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP, signal.SIGHUP):
    try:
        os.kill(1, number)
        results.add("sent")
    except PermissionError:
        results.add("denied")
print(*results)
