# attack: a grandchild in its own session, with every descriptor closed and every signal blocked, wants to go on burning
# guards: keeper/end, namespace/pid, cgroup/cpu
# expect: AC
# stdout: held
import os
import signal

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 1024)
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        while True:
            pass
    os._exit(0)
os.wait()
print("held")
