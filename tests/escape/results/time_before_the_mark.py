# attack: burns its time first, then writes the start mark itself, which says that all of it was the bootstrap's
# guards: result/mark, cgroup/cpu
# breaks: result/mark
# expect: TLE
import os
import time

# Together more than any limit of a test, however slow the machine.
child = os.fork()
while time.process_time() < 23:
    pass
if child == 0:
    os._exit(0)
os.wait()
try:
    os.write(3, b"%d %d" % (10**15, time.monotonic_ns()))
    print("BREACH 46 seconds that don't count")
except OSError:
    print("held")
