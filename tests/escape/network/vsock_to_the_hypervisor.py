# attack: vsock belongs to no network namespace before Linux 6.19: it reaches the hypervisor
# guards: seccomp/sockets
# expect: AC
# stdout: held
import errno
import socket

try:
    socket.socket(40, socket.SOCK_STREAM).connect((2, 1024))
    print("BREACH reached the hypervisor")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
