# expect: AC
# stdout: hello over loopback
# what: the run's own loopback works.
import socket
import threading

server = socket.create_server(("127.0.0.1", 0))


def serve():
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"hello over loopback")


threading.Thread(target=serve).start()
with socket.create_connection(server.getsockname(), timeout=5) as client:
    print(client.recv(100).decode())
