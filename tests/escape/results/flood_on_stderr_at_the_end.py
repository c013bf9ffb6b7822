# attack: an orphan floods stderr while the program has just ended well
# guards: keeper/output
# expect: AC|OLE
# stdout: held
import os
import time

if os.fork() == 0:
    while True:
        os.write(2, b"x" * 65536)
os.write(1, b"held\n")
os._exit(0)
