# attack: handles its own page faults: a thread that touches a page waits for as long as the program likes
# guards: seccomp/userfaultfd
# breaks: seccomp/userfaultfd + seccomp/terminals
# expect: SV syscall:userfaultfd
import ctypes
import fcntl
import mmap
import os
import struct
import threading

libc = ctypes.CDLL(None, use_errno=True)
userfaultfd = {"x86_64": 323, "aarch64": 282}[os.uname().machine]
API, REGISTER, COPY, MISSING = 0xC018AA3F, 0xC020AA00, 0xC028AA03, 1
faults = libc.syscall(userfaultfd, 1)
if faults == -1:
    print("held: errno", ctypes.get_errno())
    raise SystemExit
size = mmap.PAGESIZE
memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
page = ctypes.addressof(ctypes.c_char.from_buffer(memory))
content = ctypes.create_string_buffer(b"verdict", size)
seen = ctypes.create_string_buffer(8)
# Without ioctl the descriptor is of no use.
fcntl.ioctl(faults, API, bytearray(struct.pack("3Q", 0xAA, 0, 0)))
fcntl.ioctl(faults, REGISTER, bytearray(struct.pack("4Q", page, size, MISSING, 0)))
reader = threading.Thread(target=lambda: libc.memcpy(seen, ctypes.c_void_p(page), ctypes.c_size_t(7)))
reader.start()
fault = struct.unpack_from("Q", os.read(faults, 32), 16)[0]
fcntl.ioctl(faults, COPY, bytearray(struct.pack("5Q", page, ctypes.addressof(content), size, 0, 0)))
reader.join()
handled = fault // size * size == page and seen.value == b"verdict"
print("BREACH answered a page fault" if handled else f"held: {fault:x}, {seen.value}")
