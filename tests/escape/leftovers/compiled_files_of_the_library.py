# attack: puts compiled code where the next run's interpreter would take it for the standard library's
# guards: mount/read-only, identity/uid
# expect: AC
# stdout: held
import errno
import importlib.util
import os

cached = importlib.util.cache_from_source(os.__file__)
reached = []
for name, way in {
    "write": lambda: os.open(cached, os.O_WRONLY | os.O_CREAT),
    "replace": lambda: os.rename("/box/code", cached),
    "delete": lambda: os.unlink(cached),
    "link": lambda: os.link("/box/code", os.path.dirname(os.__file__) + "/left.py"),
    "times": lambda: os.utime(os.__file__, (1, 1)),
    "mode": lambda: os.chmod(os.__file__, 0o777),
    "folder": lambda: os.mkdir(os.path.dirname(os.__file__) + "/left"),
}.items():
    open("/box/code", "w").close()
    try:
        way()
        reached.append(name)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.EXDEV):
            reached.append(f"unexpected {name} {error.errno}")
print(f"BREACH {reached}" if reached else "held")
