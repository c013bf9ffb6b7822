# attack: turns its output into packets of one byte and to not blocking, so that the judge's reader is slow or fails
# guards: keeper/output
# expect: AC
# stdout: held
import fcntl
import os

for number in (0, 1, 2):
    fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_NONBLOCK | os.O_DIRECT)
fcntl.fcntl(1, fcntl.F_SETPIPE_SZ, 4096)
for byte in b"held\n":
    while True:
        try:
            os.write(1, bytes([byte]))
            break
        except BlockingIOError:
            pass
