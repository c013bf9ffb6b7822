# attack: reserves TCP memory, which counts against what all of the host's connections may have
# guards: seccomp/socket-options
# breaks: seccomp/socket-options
# expect: AC
# stdout: held
import errno
import socket

SO_RESERVE_MEM = 73
listener = socket.create_server(("127.0.0.1", 0))
end = socket.create_connection(listener.getsockname())
try:
    end.setsockopt(socket.SOL_SOCKET, SO_RESERVE_MEM, 64 << 20)
    print("BREACH 64 MiB are reserved")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
