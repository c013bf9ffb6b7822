# attack: all packets of all interfaces
# guards: seccomp/sockets, identity/capabilities
# expect: AC
# stdout: held
import errno
import socket

try:
    socket.socket(17, socket.SOCK_RAW, 0x0300)
    print("BREACH opened a packet socket")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
