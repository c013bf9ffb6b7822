# attack: looks for ports that somebody listens on: in its own loopback there are none but its own
# guards: namespace/network
# expect: AC
# stdout: held
import errno
import socket

seen = []
for number in [*range(1, 3000), *range(5000, 9500), *range(15_600, 15_700), 16_379, 27_017, *range(50_000, 50_100)]:
    near = socket.socket()
    try:
        near.connect(("127.0.0.1", number))
        # A port may be connected to itself.
        if near.getsockname() != near.getpeername():
            seen.append(number)
    except OSError as error:
        if error.errno != errno.ECONNREFUSED:
            seen.append(f"unexpected {error.errno}")
            break
    near.close()
print(f"BREACH {seen[:20]}" if seen else "held")
