# attack: lists interfaces, routes and addresses: loopback is all there is
# guards: namespace/network
# expect: AC
# stdout: held
import os


def lines(name):
    path = "/proc/self/net/" + name
    return open(path).read().splitlines() if os.path.exists(path) else []


interfaces = {line.split(":")[0].strip() for line in lines("dev")[2:]}
addresses = {line.split()[0] for line in lines("if_inet6")} - {"0" * 31 + "1"}
routes = [line for line in lines("route")[1:] if line.split()[0] != "lo"]
routes += [line for line in lines("ipv6_route") if line.split()[-1] != "lo"]
# Tunnels that a kernel makes in every new namespace (tunl0, sit0) are down and can't be raised.
interfaces = {name for name in interfaces if not name.endswith(("0", "_vti0")) or name.startswith(("eth", "en", "docker", "wl", "veth", "br"))} - {"lo"}
tables = [line for name in ("tcp", "tcp6", "udp", "raw") for line in lines(name)[1:]]
print(f"BREACH {interfaces} {addresses} {routes} {tables[:3]}" if interfaces or addresses or routes or tables else "held")
