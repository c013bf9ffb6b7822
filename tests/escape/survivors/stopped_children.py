# attack: leaves children that are stopped: they must end although they can't run
# guards: keeper/end
# expect: AC
# stdout: held
import os
import signal

for _ in range(20):
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
print("held")
