# expect: AC
# stdout: parent is done
# what: a grandchild in a session of its own outlives its parent; it ends with the run, and prints nothing later.
import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        for _ in range(100_000):
            time.sleep(0.5)
            os.write(1, b"the grandchild is still here\n")
    os._exit(0)
os.wait()
print("parent is done")
