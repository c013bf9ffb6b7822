# attack: keeps its data in connections that nobody has accepted: their sockets are charged to no cgroup
# guards: tcp/buffers, tcp/sockets
# breaks: tcp/buffers + tcp/sockets
# expect: AC
# stdout: held
import socket

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(4096)
kept = 0
try:
    for _ in range(400):
        near = socket.create_connection(listener.getsockname(), timeout=1)
        near.setblocking(False)
        try:
            while kept < 512 << 20:
                kept += near.send(b"x" * 65536)
        except BlockingIOError:
            pass
        # What is sent stays with the other end, whose limit is not this one's.
        near.close()
except OSError:
    pass
print("held" if kept < 256 << 20 else f"BREACH {kept >> 20} MiB are kept beside the limit of 256")
