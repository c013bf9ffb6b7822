# attack: hands five hundred ended orphans to init: if it didn't reap them, they would fill the process limit
# guards: namespace/pid
# expect: AC
# stdout: held
import os
import time

refused = 0
for _ in range(500):
    child = os.fork()
    if child == 0:
        try:
            os.fork()
        except OSError:
            os._exit(1)
        os._exit(0)
    refused += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
# Once more, with patience: init takes what has ended.
time.sleep(0.2)
child = os.fork()
if child == 0:
    os._exit(0)
os.waitpid(child, 0)
print("held" if refused < 100 else "BREACH nobody reaps")
