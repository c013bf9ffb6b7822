# attack: locks memory, so that the host can't take it back
# guards: rlimit/locked-memory
# breaks: rlimit/locked-memory
# expect: AC
# stdout: held
import ctypes
import errno
import mmap

MAP_LOCKED = 0x2000

libc = ctypes.CDLL(None, use_errno=True)
reached = []
try:
    mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_LOCKED)
    reached.append("mmap")
except OSError as error:
    if error.errno != errno.EAGAIN:
        reached.append(f"unexpected {error.errno}")
piece = mmap.mmap(-1, 1 << 20)
start = ctypes.addressof(ctypes.c_char.from_buffer(piece))
if libc.mlock(ctypes.c_void_p(start), ctypes.c_size_t(1 << 20)) == 0:
    reached.append("mlock")
elif ctypes.get_errno() != errno.ENOMEM:
    reached.append(f"unexpected {ctypes.get_errno()}")
print(f"BREACH {reached}" if reached else "held")
