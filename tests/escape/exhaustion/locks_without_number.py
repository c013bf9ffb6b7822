# attack: takes millions of locks on parts of files, which are memory of the kernel's, in many processes
# guards: cgroup/memory
# expect: MLE|TLE
import fcntl
import os
import signal
import struct

PROCESSES, FILES, LOCKS = 30, 500, 200

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
print("BREACH three million locks")
