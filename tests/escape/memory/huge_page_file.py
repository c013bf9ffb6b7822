# attack: a file in memory made of the host's huge pages
# guards: seccomp/hugepages
# expect: AC
# stdout: held
import errno
import os

try:
    os.memfd_create("huge", 4)
    print("BREACH made a file of huge pages")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
