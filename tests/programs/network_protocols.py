# expect: AC
# stdout: denied
# what: asks for datagrams and for protocols beside TCP, some of which would load a module of the kernel.
import socket

opened = []
for family in (socket.AF_INET, socket.AF_INET6):
    for kind, protocol in ((1, 132), (1, 256), (1, 262), (2, 0), (2, 17), (2, 136), (3, 255), (5, 132)):
        try:
            socket.socket(family, kind, protocol).close()
            opened.append((family.name, kind, protocol))
        except OSError:
            pass
print(*opened or ["denied"])
