# attack: kills all processes that it may signal; the kernel spares its own, and there must be no other
# guards: namespace/pid
# expect: AC
# stdout: held
import errno
import os
import signal

try:
    os.kill(-1, signal.SIGKILL)
    print("BREACH somebody was there")
except OSError as error:
    print("held" if error.errno == errno.ESRCH else f"BREACH unexpected {error.errno}")
