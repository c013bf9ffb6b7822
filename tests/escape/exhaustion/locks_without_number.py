# attack: takes hundreds of thousands of locks on parts of files, in many processes: they are charged to no cgroup
# guards: keeper/locks
# breaks: keeper/locks
# expect: MLE memory
import fcntl
import os
import signal
import struct
import time

PROCESSES, FILES, LOCKS = 30, 100, 100

ready, tell = os.pipe()
request = [struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 2 * number, 1, 0) for number in range(LOCKS)]
for process in range(PROCESSES):
    if os.fork() == 0:
        for number in range(FILES):
            file = os.memfd_create("locks")
            for lock in request:
                fcntl.fcntl(file, fcntl.F_SETLK, lock)
        os.write(tell, b"x")
        signal.pause()
done = 0
while done < PROCESSES:
    done += len(os.read(ready, PROCESSES))
# Long enough to be seen.
time.sleep(1)
print("BREACH", PROCESSES * FILES * LOCKS, "locks")
