# attack: a flow label: the kernel has one table of them for the whole host, which one run can fill for all others
# guards: seccomp/socket-options
# breaks: seccomp/socket-options
# expect: AC
# stdout: held
import errno
import socket
import struct

IPV6_FLOWLABEL_MGR, GET, ANY, CREATE = 32, 0, 255, 1
end = socket.socket(socket.AF_INET6)
request = struct.pack("=16sIBBHHHI", socket.inet_pton(socket.AF_INET6, "::1"), 0, GET, ANY, CREATE, 60, 6, 0)
try:
    end.setsockopt(socket.IPPROTO_IPV6, IPV6_FLOWLABEL_MGR, request)
    print("BREACH a label of the host's")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
