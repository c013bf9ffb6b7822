# attack: leaves its output in a connection that nobody accepts, in a listener that an orphan has
# guards: keeper/end
# expect: AC
# stdout: held
import array
import os
import socket
import time

listener = socket.socket(socket.AF_UNIX)
listener.bind("\0queue")
listener.listen(8)
for _ in range(4):
    end = socket.socket(socket.AF_UNIX)
    end.connect("\0queue")
    end.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [1, 2, end.fileno(), listener.fileno()]))])
    end.detach()
if os.fork() == 0:
    time.sleep(1000)
print("held", flush=True)
os._exit(0)
