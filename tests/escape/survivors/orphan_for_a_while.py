# attack: an orphan goes on for some seconds after the program has ended, in a session of its own and deaf to signals
# guards: namespace/pid, keeper/end
# breaks: namespace/pid: error remove
# expect: AC
# stdout: held
import os
import signal
import time

program = os.getpid()
if os.fork() == 0:
    os.setsid()
    os.closerange(0, 1024)
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while os.getppid() == program:
        time.sleep(0.001)
    time.sleep(3)
    os._exit(0)
print("held")
