# attack: a classic filter on a socket: a program that the kernel compiles and runs, without the call bpf
# guards: seccomp/bpf
# breaks: seccomp/bpf
# expect: AC
# stdout: held
import ctypes
import errno
import socket
import struct


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


SO_ATTACH_FILTER = 26
# return 3: of each datagram three bytes are kept
instructions = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 3))
program = Program(1, ctypes.addressof(instructions))
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
try:
    ours.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, bytes(program))
    theirs.send(b"verdict")
    received = ours.recv(100)
    print("BREACH the kernel ran its program" if received == b"ver" else f"held: {received}")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
