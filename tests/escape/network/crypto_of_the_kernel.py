# attack: the kernel's cryptography as a socket: a family that loads modules for anybody
# guards: seccomp/sockets
# breaks: seccomp/sockets
# expect: AC
# stdout: held
import errno
import hashlib
import socket

try:
    algorithm = socket.socket(38, socket.SOCK_SEQPACKET)
    algorithm.bind(("hash", "sha256"))
    operation, _ = algorithm.accept()
    operation.sendall(b"verdict")
    right = operation.recv(32) == hashlib.sha256(b"verdict").digest()
    print("BREACH the kernel computed a digest" if right else "held: another digest")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
