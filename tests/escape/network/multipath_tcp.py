# attack: another protocol that is a stream, with a large implementation
# guards: seccomp/sockets
# expect: AC
# stdout: held
import errno
import socket

try:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
    print("BREACH opened a multipath socket")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
