# attack: lets children end without reaping them: the dead count too
# guards: cgroup/tasks
# expect: AC
# stdout: held
import errno
import os

made = 0
try:
    while made < 300:
        if os.fork() == 0:
            os._exit(0)
        made += 1
    print("BREACH 300 dead")
except OSError as error:
    print("held" if error.errno == errno.EAGAIN and made < 128 else f"BREACH unexpected {made} {error.errno}")
