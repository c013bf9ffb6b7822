# attack: has tens of thousands of mappings and copies the list of them by forking
# guards: cgroup/memory
# expect: MLE memory
import ctypes
import mmap
import os
import signal

PAGES = 60_000
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
start = libc.mmap(None, PAGES * mmap.PAGESIZE, 0, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0)
for page in range(0, PAGES, 2):
    libc.mprotect(start + page * mmap.PAGESIZE, mmap.PAGESIZE, mmap.PROT_READ)
for _ in range(60):
    if os.fork() == 0:
        signal.pause()
print("BREACH 60 lists of mappings")
