# attack: spreads its work over children that end one after the other, each far below the limit
# guards: cgroup/cpu
# breaks: cgroup/cpu + keeper/time
# expect: TLE cpu
import os
import time

# More than any limit of a test, however slow the machine.
for _ in range(110):
    if os.fork() == 0:
        while time.process_time() < 0.4:
            pass
        os._exit(0)
    os.wait()
print("BREACH 44 seconds")
