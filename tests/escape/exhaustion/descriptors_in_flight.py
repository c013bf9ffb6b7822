# attack: parks descriptors in messages that nobody receives, beyond the number that it may have open
# guards: rlimit/files
# breaks: rlimit/files
# expect: AC
# stdout: held
import array
import errno
import os
import socket

parked = 0
pairs = []
try:
    for _ in range(300):
        near, far = socket.socketpair()
        pairs.append((near, far))
        near.setblocking(False)
        for _ in range(10):
            file = os.open("/dev/null", os.O_RDONLY)
            near.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file] * 250))])
            os.close(file)
            parked += 250
    print(f"BREACH {parked}")
except OSError as error:
    print("held" if error.errno == errno.ETOOMANYREFS and parked < 3000 else f"BREACH {parked} unexpected {error.errno}")
