# expect: TLE idle
# what: stops itself by SIGSTOP and waits for somebody who never comes.
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
while True:
    signal.pause()
