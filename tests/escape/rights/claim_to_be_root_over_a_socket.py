# attack: sends credentials of root, and of init, over a Unix socket
# guards: identity/capabilities, identity/uid
# breaks: identity/capabilities
# expect: AC
# stdout: held
import errno
import os
import socket
import struct

near, far = socket.socketpair()
far.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
reached = []
for claim in ((os.getpid(), 0, 0), (1, os.getuid(), os.getgid()), (os.getpid(), os.getuid() + 15, os.getgid()), (os.getpid(), os.getuid(), 0)):
    try:
        near.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, struct.pack("iII", *claim))])
        reached.append(claim)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ESRCH):
            reached.append((claim, error.errno))
print(f"BREACH {reached}" if reached else "held")
