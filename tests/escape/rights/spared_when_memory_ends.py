# attack: asks to be the last to be killed when memory runs out
# guards: identity/capabilities
# expect: AC
# stdout: held
import errno
import os

reached = []
with open("/proc/self/oom_score_adj") as file:
    # A judge that is spared must not hand that on.
    if int(file.read()) < 0:
        reached.append("it is")
for value in (b"-1000", b"-1"):
    try:
        os.write(os.open("/proc/self/oom_score_adj", os.O_WRONLY), value)
        reached.append(value.decode())
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            reached.append(f"unexpected {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
