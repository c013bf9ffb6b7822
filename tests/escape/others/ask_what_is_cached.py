# attack: asks without a trace which pages of shared files are in the page cache: reads that don't wait, and mincore
# guards: seccomp/page-cache
# expect: AC
# stdout: held
import ctypes
import errno
import mmap
import os

reached = []
file = os.open(os.__file__, os.O_RDONLY)
try:
    # EAGAIN would be an answer too.
    os.preadv(file, [bytearray(1)], 0, os.RWF_NOWAIT)
    reached.append("it is cached")
except OSError as error:
    if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS):
        reached.append(f"errno {error.errno}")
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
pages = {True: 0, False: 0}
# Of the files of others mincore says of each page that it is there: no answer (5.0).
for name in os.listdir(os.path.dirname(os.__file__)):
    path = os.path.join(os.path.dirname(os.__file__), name)
    if not name.endswith(".py") or not os.path.isfile(path) or os.path.getsize(path) < 8192:
        continue
    size = os.path.getsize(path) // mmap.PAGESIZE
    start = libc.mmap(None, size * mmap.PAGESIZE, mmap.PROT_READ, mmap.MAP_SHARED, os.open(path, os.O_RDONLY), 0)
    answer = (ctypes.c_ubyte * size)()
    if libc.mincore(ctypes.c_void_p(start), ctypes.c_size_t(size * mmap.PAGESIZE), answer) != 0:
        # Refused: nothing was asked.
        break
    for page in answer:
        pages[bool(page & 1)] += 1
if pages[False]:
    reached.append(f"mincore {pages}")
print(f"BREACH {reached}" if reached else "held")
