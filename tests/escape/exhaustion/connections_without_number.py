# attack: makes connections that nobody accepts, closes its own ends and makes more
# guards: tcp/sockets
# breaks: tcp/sockets
# expect: AC
# stdout: held
import socket

listeners, made = [], 0
try:
    for _ in range(4):
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(4096)
        listeners.append(listener)
        for _ in range(1000):
            near = socket.create_connection(listener.getsockname(), timeout=1)
            near.close()
            made += 1
except OSError:
    pass
print("held" if made < 1010 else f"BREACH {made} connections, and nobody has accepted one")
