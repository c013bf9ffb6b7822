# attack: moves to every core of the host
# guards: seccomp/scheduling
# expect: AC
# stdout: held
import errno
import os

try:
    os.sched_setaffinity(0, range(os.cpu_count()))
    print("BREACH chose its cores")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
