# expect: TLE cpu
# what: the parent sleeps while children burn; their time counts for the run.
import os
import time

for _ in range(4):
    if os.fork() == 0:
        while True:
            pass
time.sleep(1000)
