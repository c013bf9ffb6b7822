# attack: makes a file that says it is larger than the limit: by truncating, by writing far away, by reserving
# guards: rlimit/file-size
# breaks: rlimit/file-size
# expect: AC
# stdout: held
import errno
import os

reached = []
for where, file in (("scratch", os.open("/tmp/file", os.O_CREAT | os.O_RDWR)), ("memory", os.memfd_create("file"))):
    for name, way in {
        "truncate": lambda: os.ftruncate(file, 1 << 40),
        "write": lambda: os.pwrite(file, b"x", 1 << 40),
        "reserve": lambda: os.posix_fallocate(file, 1 << 30, 4096),
    }.items():
        try:
            way()
            reached.append((where, name))
        except OSError as error:
            if error.errno != errno.EFBIG:
                reached.append((where, name, error.errno))
    if os.fstat(file).st_size:
        reached.append((where, os.fstat(file).st_size))
print(f"BREACH {reached}" if reached else "held")
