# attack: locks files that all runs read, with an orphan; a run before would have left the locks
# guards: keeper/end
# expect: AC
# stdout: held
import errno
import fcntl
import os
import sys
import time

reached = []
for path in (os.__file__, os.path.realpath(sys.executable)):
    file = os.open(path, os.O_RDONLY)
    for way, kind in ((fcntl.flock, fcntl.LOCK_EX), (fcntl.lockf, fcntl.LOCK_SH)):
        try:
            way(file, kind | fcntl.LOCK_NB)
        except OSError as error:
            reached.append((path, error.errno))
if os.fork() == 0:
    time.sleep(1000)
print(f"BREACH {reached}" if reached else "held")
