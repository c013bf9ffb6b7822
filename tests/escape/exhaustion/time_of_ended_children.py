# attack: spreads its work over children that end one after the other, each far below the limit
# guards: cgroup/cpu
# expect: TLE cpu
import os
import time

for _ in range(10):
    if os.fork() == 0:
        while time.process_time() < 0.4:
            pass
        os._exit(0)
    os.wait()
print("BREACH four seconds")
