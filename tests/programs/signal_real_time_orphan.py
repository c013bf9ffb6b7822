# expect: AC
# stdout: fine
# what: a grandchild that init inherits ends with a real-time signal while the program goes on.
import os
import time

if os.fork() == 0:
    if os.fork() == 0:
        time.sleep(0.1)
        os.kill(os.getpid(), 40)
    os._exit(0)
os.wait()
time.sleep(0.3)
print("fine")
