# attack: binds to a port that only root may have
# guards: identity/capabilities
# breaks: identity/capabilities
# expect: AC
# stdout: held
import errno
import socket

try:
    socket.socket().bind(("127.0.0.1", 80))
    print("BREACH bound")
except OSError as error:
    print("held" if error.errno == errno.EACCES else f"BREACH unexpected {error.errno}")
