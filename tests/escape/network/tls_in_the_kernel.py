# attack: TLS inside the kernel, a module that anybody with a connection can have loaded
# guards: seccomp/socket-options
# expect: AC
# stdout: held
import errno
import socket

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
try:
    client.setsockopt(socket.IPPROTO_TCP, 31, b"tls")
    print("BREACH put TLS below a connection")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
