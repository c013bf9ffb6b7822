# attack: gives its session a better share of the processor than others have
# guards: identity/capabilities, rlimit/priority, mount/read-only
# breaks: rlimit/priority + mount/read-only
# expect: AC
# stdout: held
import errno
import os

try:
    os.setsid()
except PermissionError:
    pass
try:
    file = os.open("/proc/self/autogroup", os.O_WRONLY)
    os.write(file, b"-10")
    print("BREACH a better share")
except OSError as error:
    # ENOENT: a kernel without groups of sessions.
    print("held" if error.errno in (errno.EPERM, errno.ENOENT, errno.EROFS) else f"BREACH unexpected {error.errno}")
