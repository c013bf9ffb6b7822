# attack: lists the Unix sockets of its network namespace, where those of the judge and of services would be
# guards: namespace/network
# breaks: namespace/network
# expect: AC
# stdout: held
import socket


def sockets():
    with open("/proc/self/net/unix") as file:
        # A name, or the number of a socket without one.
        return [(line.split() + [None])[7] or line.split()[6] for line in file.readlines()[1:]]


seen = sockets()
end = socket.socket(socket.AF_UNIX)
end.bind("\0mine")
if "@mine" not in sockets():
    seen.append("unexpected: its own isn't there")
print("BREACH " + " ".join(seen) if seen else "held")
