# attack: netlink, to list and set up interfaces
# guards: seccomp/sockets, namespace/network
# expect: AC
# stdout: held
import errno
import socket

try:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    print("BREACH opened a netlink socket")
except OSError as error:
    print("held" if error.errno == errno.EAFNOSUPPORT else f"BREACH unexpected errno {error.errno}")
