# expect: AC
# stdout: denied
# what: connects to the internet, to the metadata service of clouds, and asks a name server.
import socket

reached = []
for address in (("1.1.1.1", 80), ("169.254.169.254", 80), ("192.168.0.1", 80), ("10.0.0.1", 443)):
    try:
        socket.create_connection(address, timeout=0.2).close()
        reached.append(address[0])
    except OSError:
        pass
try:
    socket.getaddrinfo("example.org", 80)
    reached.append("a name server")
except OSError:
    pass
print(*reached or ["denied"])
