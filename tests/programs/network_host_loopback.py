# expect: AC
# stdout: denied
# what: connects to ports of its loopback on which a host may have Redis, RabbitMQ, or the judge itself.
import socket

reached = []
for host in ("127.0.0.1", "::1"):
    for port in (22, 80, 111, 2375, 5432, 5672, 6379, 8080, 9090, 10250, 15672, 50051):
        try:
            socket.create_connection((host, port), timeout=0.2).close()
            reached.append(f"{host}:{port}")
        except OSError:
            pass
print(*reached or ["denied"])
