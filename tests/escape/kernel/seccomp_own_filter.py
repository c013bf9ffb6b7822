# attack: a filter of its own with a listener, which would answer calls in the keeper's place
# guards: seccomp/bpf
# expect: AC
# stdout: held
import ctypes
import errno
import os
import struct


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


libc = ctypes.CDLL(None, use_errno=True)
seccomp = {"x86_64": 317, "aarch64": 277}[os.uname().machine]
SET_MODE_FILTER, NEW_LISTENER, ALLOW = 1, 8, 0x7FFF0000
instructions = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, ALLOW))
result = libc.syscall(seccomp, SET_MODE_FILTER, NEW_LISTENER, ctypes.byref(Program(1, ctypes.addressof(instructions))))
error = ctypes.get_errno()
if result != -1:
    print("BREACH installed a filter")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
