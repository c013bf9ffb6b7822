# attack: a filter of its own, whose answers come before those of the keeper: what it answers is never told
# guards: seccomp/bpf
# breaks: seccomp/bpf
# expect: AC
# stdout: held
import ctypes
import errno
import os
import struct


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


libc = ctypes.CDLL(None, use_errno=True)
seccomp, ptrace = {"x86_64": (317, 101), "aarch64": (277, 117)}[os.uname().machine]
SET_MODE_FILTER, NEW_LISTENER, ERRNO, ALLOW = 1, 8, 0x50000, 0x7FFF0000
# the call's number; is it ptrace? then its answer is 0; else it is allowed
steps = [(0x20, 0, 0, 0), (0x15, 0, 1, ptrace), (6, 0, 0, ERRNO), (6, 0, 0, ALLOW)]
instructions = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
program = Program(len(steps), ctypes.addressof(instructions))
# A listener would answer in the keeper's place; there may be only one.
for flags in (NEW_LISTENER, 0):
    result = libc.syscall(seccomp, SET_MODE_FILTER, flags, ctypes.byref(program))
    error = ctypes.get_errno()
    if result != -1:
        break
if result != -1:
    libc.syscall(ptrace, 0, 0, None, None)
    print("BREACH a call that ends a run isn't told")
elif error != errno.EPERM:
    print("BREACH unexpected errno", error)
else:
    print("held")
