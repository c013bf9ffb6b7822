# attack: sets options of sockets that only an administrator of the network may
# guards: seccomp/socket-options, identity/capabilities
# expect: AC
# stdout: held
import errno
import socket

SO_SNDBUFFORCE, SO_RCVBUFFORCE, SO_MARK, SO_DEBUG, SO_PRIORITY, IP_TRANSPARENT, IPT_SO_SET_REPLACE = 32, 33, 36, 1, 12, 19, 64

end = socket.socket()
reached = []
for level, option, value, expected in (
    (socket.SOL_SOCKET, SO_SNDBUFFORCE, 1 << 28, errno.EPERM),
    (socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 28, errno.EPERM),
    (socket.SOL_SOCKET, SO_MARK, 1, errno.EPERM),
    (socket.SOL_SOCKET, SO_DEBUG, 1, errno.EPERM),
    (socket.SOL_SOCKET, SO_PRIORITY, 7, errno.EPERM),
    (socket.IPPROTO_IP, IP_TRANSPARENT, 1, errno.EPERM),
    (socket.IPPROTO_IP, IPT_SO_SET_REPLACE, 1, errno.EPERM),
):
    try:
        end.setsockopt(level, option, value)
        reached.append(option)
    except OSError as error:
        # ENOPROTOOPT: a kernel without netfilter's tables.
        if error.errno != expected and error.errno != errno.ENOPROTOOPT:
            reached.append(f"unexpected {option} {error.errno}")
print(f"BREACH {reached}" if reached else "held")
