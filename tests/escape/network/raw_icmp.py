# attack: a raw socket, to write its own headers
# guards: seccomp/sockets, identity/capabilities
# expect: AC
# stdout: held
import errno
import socket

try:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    print("BREACH opened a raw socket")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
