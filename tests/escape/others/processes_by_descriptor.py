# attack: takes descriptors for processes of others by their numbers
# guards: namespace/pid
# breaks: namespace/pid
# expect: AC
# stdout: held
import errno
import os

seen = []
for number in range(2, 40_000):
    if number == os.getpid():
        continue
    try:
        os.pidfd_open(number)
        seen.append(number)
    except OSError as error:
        # EINVAL: a thread, not a process (before 6.9); ENOENT: the same, later.
        if error.errno != errno.ESRCH:
            seen.append(number)
print("BREACH " + " ".join(map(str, seen[:20])) if seen else "held")
