# attack: leaves an abstract socket and a port with an orphan; a run before would have left them too
# guards: namespace/network, keeper/end
# expect: AC
# stdout: held
import os
import socket
import time

reached = []
ends = [socket.socket(socket.AF_UNIX), socket.socket()]
for end, address in zip(ends, ("\0left", ("127.0.0.1", 45_454))):
    try:
        end.bind(address)
        end.listen()
    except OSError as error:
        reached.append((address, error.errno))
if os.fork() == 0:
    time.sleep(1000)
print(f"BREACH {reached}" if reached else "held")
