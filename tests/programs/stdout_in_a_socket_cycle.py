# expect: AC
# stdout: bye
# what: leaves its stdout in flight in a circle of sockets that nobody has; waiting for its end would be for ever.
import array
import mmap
import os
import socket
import time

pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
cargo = array.array("i", [pair[0].fileno(), pair[1].fileno(), 1, 2])
for end in pair:
    end.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, cargo)])
ready, tell = os.pipe()
if os.fork() == 0:
    # Large, so that it is let go of last.
    memory = mmap.mmap(-1, 100 << 20)
    for page in range(0, len(memory), 4096):
        memory[page] = 1
    os.write(tell, b"x")
    time.sleep(1000)
os.read(ready, 1)
print("bye", flush=True)
os._exit(0)
