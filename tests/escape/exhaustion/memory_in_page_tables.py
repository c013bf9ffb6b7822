# attack: reads one byte in each two megabytes of nothing: no page is its own, but the tables of pages are
# guards: cgroup/memory
# expect: MLE memory
import mmap

STEP, COUNT = 2 << 20, 120_000
NORESERVE, MADV_NOHUGEPAGE = 0x4000, 15

void = mmap.mmap(-1, STEP * COUNT, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NORESERVE, prot=mmap.PROT_READ)
try:
    void.madvise(MADV_NOHUGEPAGE)
except OSError:
    pass
for place in range(0, len(void), STEP):
    void[place]
print("BREACH 468 MiB of tables")
