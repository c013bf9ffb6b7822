# attack: changes mode, owner and content of the host's device files, deletes them, and puts others there
# guards: identity/uid, mount/read-only
# expect: AC
# stdout: held
import errno
import os

reached = []
for name, way in {
    "mode": lambda: os.chmod("/dev/null", 0),
    "times": lambda: os.utime("/dev/null", (1, 1)),
    "delete": lambda: os.unlink("/dev/null"),
    "rename": lambda: os.rename("/dev/null", "/dev/gone"),
    "replace": lambda: os.rename("/dev/shm/null", "/dev/null"),
    "link": lambda: os.symlink("/dev/zero", "/dev/left"),
}.items():
    open("/dev/shm/null", "w").close()
    try:
        way()
        reached.append(name)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EPERM, errno.EACCES, errno.EXDEV, errno.EBUSY):
            reached.append(f"unexpected {name} {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
