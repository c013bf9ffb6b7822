# attack: has the kernel send a signal (dnotify, fcntl F_NOTIFY) whenever any run reads a file of the standard library
# guards: seccomp/notify
# breaks: seccomp/notify
# expect: AC
# stdout: held
import errno
import fcntl
import os
import signal
import time

seen = []
signal.signal(signal.SIGRTMIN, lambda *_: seen.append(1))
folder = os.open(os.path.dirname(os.__file__), os.O_RDONLY | os.O_DIRECTORY)
try:
    fcntl.fcntl(folder, fcntl.F_SETSIG, signal.SIGRTMIN)
    fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT)
    # Stands for another run: what counts is the file, not who reads it.
    with open(os.__file__, "rb") as file:
        file.read(1)
    time.sleep(0.05)
    print("BREACH a read was told" if seen else "held")
except OSError as error:
    # EINVAL: a kernel without dnotify.
    print("held" if error.errno in (errno.EPERM, errno.ENOSYS, errno.EINVAL) else f"BREACH unexpected {error.errno}")
