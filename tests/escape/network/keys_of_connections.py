# attack: keys for signed TCP segments, as many as each socket takes: the kernel's memory, and charged to nobody
# guards: seccomp/socket-options
# breaks: seccomp/socket-options
# expect: AC|SV
# stdout: held
import errno
import socket
import struct

TCP_MD5SIG = 14
keys, unexpected = 0, set()
for _ in range(10):
    end = socket.socket()
    for number in range(50):
        address = struct.pack("=HH4s", socket.AF_INET, 0, bytes([10, 0, 0, number + 1])).ljust(128, b"\0")
        try:
            end.setsockopt(socket.IPPROTO_TCP, TCP_MD5SIG, address + struct.pack("=BBHi", 0, 0, 8, 0) + b"password".ljust(80, b"\0"))
            keys += 1
        except OSError as error:
            unexpected |= {error.errno} - {errno.EPERM}
if keys:
    print(f"BREACH {keys} keys")
else:
    print(f"BREACH unexpected errno {unexpected}" if unexpected else "held")
