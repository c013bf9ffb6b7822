# attack: sets the times of the host's device files to now: the next run can read when
# guards: mount/read-only, scratch/fresh
# breaks: mount/read-only
# expect: AC
# stdout: held
import errno
import os

reached = []
for name in ("null", "zero", "full", "random", "urandom"):
    try:
        os.utime(f"/dev/{name}")
        reached.append(name)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EPERM, errno.EACCES):
            reached.append(f"unexpected {name} {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
