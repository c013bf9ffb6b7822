# attack: a child and a grandchild succeed, after its own failure and in its name
# guards: result/exit
# expect: RTE exit_code:3
import os
import time

if os.fork() == 0:
    if os.fork() == 0:
        time.sleep(0.2)
        os._exit(0)
    os._exit(0)
os.wait()
os._exit(3)
