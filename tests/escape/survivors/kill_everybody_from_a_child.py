# attack: a child kills all that it may, its parent among them; init must see it as what it is
# guards: result/exit, identity/uid
# expect: RTE signal:SIGKILL
import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    os.kill(-1, signal.SIGKILL)
    os._exit(0)
time.sleep(1)
print("BREACH still here")
