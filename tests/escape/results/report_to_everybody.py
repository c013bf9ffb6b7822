# attack: connects to whatever could be init's report channel and tells that it ended well, then fails
# guards: result/mark, result/exit
# expect: RTE exit_code:9
import os
import socket
import struct

for number in range(64):
    for message in (b"\0", b"\3\0\0", struct.pack("<QQ", 0, 0)):
        if number < 3:
            continue
        try:
            os.write(number, message)
        except OSError:
            pass
    try:
        end = socket.socket(fileno=number)
        end.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("i", 0))])
    except OSError:
        pass
os._exit(9)
