# attack: fills Unix sockets in many processes and reads none of them
# guards: cgroup/memory
# expect: MLE memory
import os
import signal
import socket

ready, tell = os.pipe()
for _ in range(8):
    if os.fork() == 0:
        ends = []
        for _ in range(450):
            pair = socket.socketpair()
            ends += pair
            for end in pair:
                end.setblocking(False)
                try:
                    while True:
                        end.send(b"x" * 65536)
                except OSError:
                    pass
        os.write(tell, b"x")
        signal.pause()
done = 0
while done < 8:
    done += len(os.read(ready, 8))
print("BREACH 3600 pairs of full sockets")
