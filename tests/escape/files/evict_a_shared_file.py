# attack: evicts a shared file from memory: whether it comes back tells what others read
# guards: seccomp/page-cache
# breaks: seccomp/page-cache
# expect: AC
# stdout: held
import errno
import os
import resource


def blocks_read():
    return resource.getrusage(resource.RUSAGE_SELF).ru_inblock


def read_it():
    with open(os.__file__, "rb") as file:
        file.read()


read_it()
with open(os.__file__, "rb") as file:
    try:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    except OSError as error:
        print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
        raise SystemExit
before = blocks_read()
read_it()
# It had just been read, so it was in memory.
print("BREACH evicted a file" if blocks_read() > before else "held: still in memory")
