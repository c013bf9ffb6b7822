# attack: asks for timers without slack, which the filter refuses as a prctl, by the file in /proc
# guards: seccomp/prctl, mount/read-only
# breaks: mount/read-only
# expect: AC
# stdout: held
import errno
import os

try:
    os.write(os.open("/proc/self/timerslack_ns", os.O_WRONLY), b"1")
    print("BREACH " + open("/proc/self/timerslack_ns").read())
except OSError as error:
    print("held" if error.errno in (errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOENT) else f"BREACH unexpected {error.errno}")
