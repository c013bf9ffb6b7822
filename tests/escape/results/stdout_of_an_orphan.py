# attack: gives its output to an orphan that writes when the program has ended
# guards: keeper/end, result/descriptors
# expect: AC
# stdout: held
import os
import time

if os.fork() == 0:
    os.setsid()
    while os.getppid() != 1:
        time.sleep(0.001)
    time.sleep(0.2)
    os.write(1, b"BREACH written after the end\n")
    os._exit(0)
print("held")
