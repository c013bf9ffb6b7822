# attack: a file in memory made of the host's huge pages
# guards: seccomp/hugepages
# breaks: seccomp/hugepages
# expect: AC
# stdout: held
import errno
import os

try:
    os.posix_fallocate(os.memfd_create("huge", 4), 0, 2 << 20)
    print("BREACH made a file of huge pages")
except OSError as error:
    if error.errno == errno.EPERM:
        print("held")
    else:
        # The host may have none in reserve.
        print("held: no page" if error.errno in (errno.ENOMEM, errno.ENOSPC) else f"BREACH unexpected errno {error.errno}")
