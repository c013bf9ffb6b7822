# expect: RTE signal:SIGKILL
# what: kills itself in the way in which a judge kills; it must not pass for a breach of a limit.
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
