# attack: opens the interpreter, the loader, the C library and the bootstrap for writing
# guards: mount/read-only, identity/uid
# expect: AC
# stdout: held
import errno
import os

with open("/proc/self/maps") as file:
    paths = {line.split()[5] for line in file if len(line.split()) > 5 and line.split()[5].startswith("/")}
paths |= {"/proc/self/exe", "/etc/passwd", "/etc/ld.so.cache", "/usr/bin/python3"}
paths = {path for path in paths if not path.startswith("/box")}
reached = []
for path in paths:
    for flags in (os.O_WRONLY, os.O_RDWR | os.O_APPEND, os.O_WRONLY | os.O_TRUNC):
        try:
            os.close(os.open(path, flags))
            reached.append(path)
        except OSError as error:
            if error.errno not in (errno.EROFS, errno.EACCES, errno.ETXTBSY):
                reached.append(f"unexpected {path} {error.errno}")
print(f"BREACH {reached}" if reached else "held")
