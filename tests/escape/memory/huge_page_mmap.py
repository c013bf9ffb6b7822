# attack: takes a page of 2 MiB out of the host's reserve
# guards: seccomp/hugepages
# breaks: seccomp/hugepages
# expect: AC
# stdout: held
import errno
import mmap

try:
    memory = mmap.mmap(-1, 2 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000)
    memory[0] = 1
    print("BREACH has a huge page")
except OSError as error:
    if error.errno == errno.EPERM:
        print("held")
    else:
        # The host may have none in reserve.
        print("held: no page" if error.errno == errno.ENOMEM else f"BREACH unexpected errno {error.errno}")
