# attack: a pair of another family: the rules of socket don't hold for socketpair
# guards: seccomp/sockets
# expect: AC
# stdout: held
import ctypes
import errno
import os
import socket

libc = ctypes.CDLL(None, use_errno=True)
socketpair = {"x86_64": 53, "aarch64": 199}[os.uname().machine]
result = libc.syscall(socketpair, 30, socket.SOCK_STREAM, 0, ctypes.create_string_buffer(8))
error = ctypes.get_errno()
if result != -1:
    print("BREACH made a pair of TIPC sockets")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
