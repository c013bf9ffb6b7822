# attack: two families of processes fork without pause, each child forking before its parent ends, while the program ends
# guards: keeper/end, cgroup/tasks
# expect: AC
# stdout: held
import os
import time

for _ in range(2):
    if os.fork() == 0:
        os.setsid()
        while True:
            try:
                if os.fork() != 0:
                    os._exit(0)
            except OSError:
                pass
time.sleep(0.1)
print("held")
