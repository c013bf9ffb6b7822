# attack: connects to the internet, to a cloud's metadata, to private networks, over both protocols
# guards: namespace/network
# expect: AC
# stdout: held
import errno
import socket

PLACES = ["1.1.1.1", "8.8.8.8", "169.254.169.254", "10.0.0.1", "172.17.0.1", "192.168.0.1", "224.0.0.1", "2606:4700:4700::1111", "fd00:ec2::254", "fe80::1"]

reached = []
for place in PLACES:
    family = socket.AF_INET6 if ":" in place else socket.AF_INET
    try:
        end = socket.socket(family)
    except OSError as error:
        # A kernel without IPv6.
        if error.errno != errno.EAFNOSUPPORT:
            reached.append(f"unexpected {error.errno}")
        continue
    end.settimeout(0.2)
    try:
        end.connect((place, 80))
        reached.append(place)
    except TimeoutError:
        reached.append(f"{place} has a route")
    except OSError as error:
        # EINVAL: a link-local address without a link.
        if error.errno not in (errno.ENETUNREACH, errno.EADDRNOTAVAIL) and (place, error.errno) != ("fe80::1", errno.EINVAL):
            reached.append(f"unexpected {place} {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
