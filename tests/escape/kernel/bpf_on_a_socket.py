# attack: a classic filter on a socket: a program that the kernel compiles and runs, without the call bpf
# guards: seccomp/bpf
# expect: AC
# stdout: held
import ctypes
import errno
import socket
import struct


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


SO_ATTACH_FILTER = 26
instructions = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0xFFFFFFFF))
program = Program(1, ctypes.addressof(instructions))
ours, _ = socket.socketpair()
try:
    ours.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, bytes(program))
    print("BREACH gave the kernel a program")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
