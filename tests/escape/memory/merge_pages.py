# attack: has pages merged with equal ones of other runs by madvise; a slow write then tells that another had the same
# guards: seccomp/page-cache
# expect: AC
# stdout: held
import errno
import mmap

memory = mmap.mmap(-1, 1 << 20)
try:
    memory.madvise(mmap.MADV_MERGEABLE)
    print("BREACH has pages merged with those of others")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
