# attack: lists the Unix sockets of its network namespace, where names of the host's would be, and connects to them
# guards: namespace/network
# expect: AC
# stdout: held
import socket

with open("/proc/self/net/unix") as file:
    names = [line.split()[7] for line in file.readlines()[1:] if len(line.split()) > 7]
end = socket.socket(socket.AF_UNIX)
end.bind("\0mine")
with open("/proc/self/net/unix") as file:
    again = [line.split()[7] for line in file.readlines()[1:] if len(line.split()) > 7]
if again != ["@mine"]:
    names.append("unexpected: its own isn't there")
print("BREACH " + " ".join(names) if names else "held")
