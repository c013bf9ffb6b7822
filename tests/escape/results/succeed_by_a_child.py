# attack: children and grandchildren succeed, before and after its own failure, in its name
# guards: result/exit
# expect: RTE exit_code:3
import os
import time

for pause in (0, 0.4):
    if os.fork() == 0:
        if os.fork() == 0:
            time.sleep(pause)
            os._exit(0)
        os._exit(0)
    os.wait()
time.sleep(0.2)
os._exit(3)
