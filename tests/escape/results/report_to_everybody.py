# attack: tells over whatever could be init's report channel that it ended well, closes it for init, then fails
# guards: result/mark, result/exit, result/descriptors
# breaks: result/descriptors: AC
# expect: RTE exit_code:9
import os
import socket

for number in range(3, 1024):
    try:
        end = socket.socket(fileno=os.dup(number))
        # What init would say: ended, with code 0, at time 0. Then nobody says more.
        end.send(b"\3\0\0\0")
        end.shutdown(socket.SHUT_WR)
    except OSError:
        pass
os._exit(9)
