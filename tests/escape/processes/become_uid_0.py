# attack: root, by every id at once
# guards: seccomp/identity, identity/capabilities
# breaks: seccomp/identity + identity/capabilities
# expect: AC
# stdout: held
import errno
import os

try:
    os.setresuid(0, 0, 0)
    print("BREACH is root" if os.getresuid() == (0, 0, 0) else f"held: {os.getresuid()}")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
