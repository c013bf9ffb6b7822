# attack: writes the start mark, with a time to come and with all time used as spent, to every descriptor that there is
# guards: result/mark, result/descriptors
# breaks: result/mark
# expect: AC
# stdout: held
import errno
import os
import time

reached = []
for number in range(3, 1024):
    try:
        os.write(number, b"%d %d" % (10**12, time.monotonic_ns() + 10**12))
        reached.append(number)
    except OSError as error:
        if error.errno != errno.EBADF:
            reached.append(number)
print(f"BREACH {reached}" if reached else "held")
