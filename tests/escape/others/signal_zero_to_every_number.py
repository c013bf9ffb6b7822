# attack: asks for every process number of a small host whether somebody is there
# guards: namespace/pid
# breaks: namespace/pid
# expect: AC
# stdout: held
import errno
import os

own = {1, os.getpid()}
seen = []
for number in [*range(1, 40_000), *range(40_000, 4_194_304, 997)]:
    if number in own:
        continue
    try:
        os.kill(number, 0)
        seen.append(number)
    except OSError as error:
        if error.errno != errno.ESRCH:
            seen.append(number)
print("BREACH " + " ".join(map(str, seen[:20])) if seen else "held")
