# attack: tells the host's audit log that root logged in and did all this (loginuid)
# guards: identity/uid
# expect: AC
# stdout: held
import errno
import os

try:
    os.write(os.open("/proc/self/loginuid", os.O_WRONLY), b"0")
    print("BREACH loginuid is " + open("/proc/self/loginuid").read())
except OSError as error:
    # ENOENT: a kernel without audit.
    print("held" if error.errno in (errno.EPERM, errno.EACCES, errno.ENOENT, errno.EROFS) else f"BREACH unexpected {error.errno}")
