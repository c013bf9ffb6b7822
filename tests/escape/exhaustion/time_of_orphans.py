# attack: spreads its work over grandchildren that init reaps, in sessions of their own
# guards: cgroup/cpu
# expect: TLE cpu
import os
import time

for _ in range(10):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while time.process_time() < 5:
                pass
            os._exit(0)
        os._exit(0)
    os.wait()
time.sleep(60)
print("BREACH fifty seconds")
