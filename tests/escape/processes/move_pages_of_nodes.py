# attack: asks on which node its pages lie, and whether others share them
# guards: seccomp/scheduling
# breaks: seccomp/scheduling
# expect: SV syscall:move_pages
import ctypes
import mmap
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
move_pages = {"x86_64": 279, "aarch64": 239}[os.uname().machine]
page = mmap.mmap(-1, 4096)
page[0] = 1
pages = struct.pack("Q", ctypes.addressof(ctypes.c_char.from_buffer(page)))
node = ctypes.c_int(-1)
result = libc.syscall(move_pages, 0, ctypes.c_ulong(1), pages, None, ctypes.byref(node), 0)
print(f"BREACH a page is on node {node.value}" if result == 0 and node.value >= 0 else f"held: {result}, {node.value}")
