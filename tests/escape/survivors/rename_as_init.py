# attack: an orphan that calls itself as init and threads do, and ignores all signals, stays when the program ends
# guards: keeper/end
# expect: AC
# stdout: held
import ctypes
import os
import signal
import time

if os.fork() == 0:
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            pass
    ctypes.CDLL(None).prctl(15, b"kthreadd", 0, 0, 0)
    while True:
        time.sleep(1000)
time.sleep(0.05)
print("held")
