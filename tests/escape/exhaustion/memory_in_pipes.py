# attack: fills pipes, enlarged as far as they go, in many processes, and reads none
# guards: cgroup/memory, rlimit/files
# expect: MLE|TLE
import fcntl
import os
import signal

ready, tell = os.pipe()
for _ in range(100):
    if os.fork() == 0:
        for _ in range(480):
            out, end = os.pipe()
            try:
                fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, 1 << 20)
            except OSError:
                pass
            os.set_blocking(end, False)
            try:
                while True:
                    os.write(end, b"x" * (1 << 20))
            except BlockingIOError:
                pass
        os.write(tell, b"x")
        signal.pause()
os.close(tell)
done = 0
while done < 60:
    done += len(os.read(ready, 100))
print("BREACH 60 times 480 pipes")
