# attack: sleeps through its wall time at the lowest priority
# guards: seccomp/scheduling
# expect: AC
# stdout: held
import errno
import os

try:
    os.setpriority(os.PRIO_PROCESS, 0, 19)
    print("BREACH set its priority")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
