# attack: the kernel's cryptography as a socket: a family that loads modules for anybody
# guards: seccomp/sockets
# expect: AC
# stdout: held
import errno
import socket

try:
    socket.socket(38, socket.SOCK_SEQPACKET)
    print("BREACH opened an AF_ALG socket")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
