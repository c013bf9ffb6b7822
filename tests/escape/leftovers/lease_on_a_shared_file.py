# attack: takes a lease of a file that all run, so that whoever opens it has to wait
# guards: seccomp/notify, identity/uid, identity/capabilities
# expect: AC
# stdout: held
import errno
import fcntl
import os
import sys

reached = []
for path in (os.__file__, os.path.realpath(sys.executable), "/etc/passwd", "/dev/null"):
    for kind in (fcntl.F_RDLCK, fcntl.F_WRLCK):
        try:
            fcntl.fcntl(os.open(path, os.O_RDONLY), fcntl.F_SETLEASE, kind)
            reached.append(path)
        except OSError as error:
            if error.errno != errno.EPERM:
                reached.append(f"unexpected {path} {error.errno}")
print(f"BREACH {reached}" if reached else "held")
