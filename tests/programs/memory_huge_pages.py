# expect: AC
# stdout: denied
# what: asks for huge pages, which the host may have reserved and no cgroup of ours counts.
import mmap
import os

got = []
try:
    os.close(os.memfd_create("huge", 4))
    got.append("memfd")
except OSError:
    pass
try:
    mmap.mmap(-1, 2 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000)
    got.append("mmap")
except OSError:
    pass
print(*got or ["denied"])
