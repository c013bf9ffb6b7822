# attack: leaves a hundred sleeping orphans, each in a session of its own, and ends
# guards: keeper/end, namespace/pid
# expect: AC
# stdout: held
import os
import time

for _ in range(100):
    if os.fork() == 0:
        os.setsid()
        time.sleep(1000)
        os._exit(0)
print("held")
