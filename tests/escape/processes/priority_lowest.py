# attack: sleeps through its wall time at the lowest priority
# guards: seccomp/scheduling
# breaks: seccomp/scheduling
# expect: AC
# stdout: held
import errno
import os

try:
    os.setpriority(os.PRIO_PROCESS, 0, 19)
    priority = os.getpriority(os.PRIO_PROCESS, 0)
    print("BREACH set its priority" if priority == 19 else f"held: {priority}")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
