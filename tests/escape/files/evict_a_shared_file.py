# attack: evicts a shared file from memory: whether it comes back tells what others read
# guards: seccomp/page-cache
# expect: AC
# stdout: held
import errno
import os

with open(os.__file__, "rb") as file:
    try:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        print("BREACH evicted a file")
    except OSError as error:
        print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
