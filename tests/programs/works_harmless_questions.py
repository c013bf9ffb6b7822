# expect: AC
# stdout: answered
# what: asks what libraries ask in passing, by calls whose relatives are attacks.
import errno
import fcntl
import os
import socket

assert not os.isatty(0) and socket.if_nametoindex("lo") == 1
os.mknod("plain")
copy, plain = open("copy", "w"), open("plain")
# TIOCGPGRP; TCGETS2, which isatty of newer C libraries asks; FICLONE, which newer pathlib tries.
for file, request, argument, expected in (
    (0, 0x540F, bytes(4), errno.ENOTTY),
    (0, 0x802C542A, bytes(64), errno.ENOTTY),
    (copy, 0x40049409, plain.fileno(), errno.EOPNOTSUPP),
):
    try:
        fcntl.ioctl(file, request, argument)
        raise SystemExit(f"{request:#x} did something")
    except OSError as error:
        assert error.errno == expected, (hex(request), error)
print("answered")
