# attack: out-of-band data in unix and TCP sockets, by each call that sends: sandboxes were left that way (CVE-2025-38236)
# guards: seccomp/urgent-data
# breaks: seccomp/urgent-data
# expect: AC
# stdout: held
import ctypes
import errno
import platform
import socket

SENDMMSG = 269 if platform.machine() == "aarch64" else 307

libc = ctypes.CDLL(None, use_errno=True)


def by_sendmmsg(end):
    text = ctypes.create_string_buffer(b"x", 1)
    part = (ctypes.c_size_t * 2)(ctypes.addressof(text), 1)
    # struct mmsghdr: no name, one part, no control message, flags of none; what was sent.
    message = (ctypes.c_size_t * 8)(0, 0, ctypes.addressof(part), 1)
    sent = libc.syscall(*map(ctypes.c_long, (SENDMMSG, end.fileno(), ctypes.addressof(message), 1, socket.MSG_OOB)))
    if sent != 1:
        raise OSError(ctypes.get_errno(), "sendmmsg")


def pair_of_tcp():
    listener = socket.create_server(("127.0.0.1", 0))
    one = socket.create_connection(listener.getsockname())
    other, _ = listener.accept()
    return one, other


WAYS = {
    "send": lambda end: end.send(b"x", socket.MSG_OOB),
    "send with more flags": lambda end: end.send(b"x", socket.MSG_OOB | socket.MSG_NOSIGNAL | socket.MSG_DONTWAIT),
    "sendmsg": lambda end: end.sendmsg([b"x"], [], socket.MSG_OOB),
    "sendmmsg": by_sendmmsg,
}
outcome = "held"
for family, (end, other) in {"unix": socket.socketpair(), "TCP": pair_of_tcp()}.items():
    for way, send in WAYS.items():
        try:
            send(end)
            outcome = f"BREACH {way} of urgent data in {family}"
        except OSError as error:
            if error.errno != errno.EOPNOTSUPP:
                outcome = f"BREACH unexpected errno {error.errno} of {way} in {family}"
    end.send(b"usual")
    if other.recv(5) != b"usual" and outcome == "held":
        outcome = f"BREACH nothing usual came in {family}"
print(outcome)
