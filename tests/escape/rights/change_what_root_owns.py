# attack: changes the owner's things of files that it was given read-only: mode, times, content
# guards: identity/uid, identity/capabilities
# breaks: identity/capabilities
# expect: AC
# stdout: held
import errno
import os

# Executable and read-only files of the working folder are root's.
path = os.path.abspath(__file__)
if os.stat(path).st_uid == os.getuid():
    print("BREACH its own")
    raise SystemExit
reached = []
for name, way, expected in (
    ("chmod", lambda: os.chmod(path, 0o6777), errno.EPERM),
    ("times", lambda: os.utime(path, (1, 1)), errno.EPERM),
    ("write", lambda: os.open(path, os.O_WRONLY), errno.EACCES),
    ("truncate", lambda: os.truncate(path, 0), errno.EACCES),
    ("noatime", lambda: os.open(path, os.O_RDONLY | os.O_NOATIME), errno.EPERM),
):
    try:
        way()
        reached.append(name)
    except OSError as error:
        if error.errno != expected:
            reached.append(f"unexpected {name} {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
