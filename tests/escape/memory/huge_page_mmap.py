# attack: takes a page of 2 MiB out of the host's reserve
# guards: seccomp/hugepages
# expect: AC
# stdout: held
import errno
import mmap

try:
    mmap.mmap(-1, 2 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000)
    print("BREACH mapped a huge page")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
