# attack: asks for the session, the process group and the priority of processes that aren't its own
# guards: namespace/pid
# expect: AC
# stdout: held
import errno
import os

seen = []
for number in range(2, 20_000):
    if number == os.getpid():
        continue
    for ask in (os.getsid, os.getpgid, lambda n: os.getpriority(os.PRIO_PROCESS, n), lambda n: os.sched_getaffinity(n)):
        try:
            ask(number)
            seen.append(number)
        except OSError as error:
            if error.errno != errno.ESRCH:
                seen.append(number)
# By user: of root, of whom the host has many processes, there are none but init's own uid, which isn't root's.
try:
    os.getpriority(os.PRIO_USER, 1 << 30)
    seen.append("user")
except OSError as error:
    if error.errno != errno.ESRCH:
        seen.append("user")
try:
    os.setpgid(0, 1)
    seen.append("joined")
except OSError as error:
    if error.errno != errno.EPERM:
        seen.append(f"unexpected {error.errno}")
print(f"BREACH {seen[:20]}" if seen else "held")
