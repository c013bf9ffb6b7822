# attack: a UDP socket, whose buffers cgroup v1 doesn't count
# guards: seccomp/sockets, namespace/network
# breaks: seccomp/sockets
# expect: AC
# stdout: held
import errno
import socket

try:
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 0))
    # What nobody has read yet lies in a buffer.
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hoard", receiver.getsockname())
    received = receiver.recv(100, socket.MSG_DONTWAIT)
    print("BREACH kept a datagram" if received == b"hoard" else f"held: {received}")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
