# attack: a UDP socket, whose buffers cgroup v1 doesn't count
# guards: seccomp/sockets, namespace/network
# expect: AC
# stdout: held
import errno
import socket

try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    print("BREACH opened a datagram socket")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
