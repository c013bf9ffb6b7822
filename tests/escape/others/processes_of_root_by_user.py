# attack: asks for the priority of root's processes, which looks through all processes of the namespace by uid
# guards: namespace/pid, identity/uid
# expect: AC
# stdout: held
import errno
import os

seen = []
for user in (0, 1, 33, 100, 101, 65534, 1000):
    try:
        seen.append((user, os.getpriority(os.PRIO_USER, user)))
    except OSError as error:
        # getpriority of user 0 means the caller's own.
        if error.errno != errno.ESRCH:
            seen.append((user, error.errno))
# Without root on the host, small numbers are those of runs.
seen = [entry for entry in seen if entry[0] not in (0, os.getuid())]
print(f"BREACH {seen}" if seen else "held")
