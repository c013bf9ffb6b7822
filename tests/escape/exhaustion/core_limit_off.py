# attack: turns the limit on cores to 0, with which a crash starts the host's crash handler
# guards: seccomp/core-limit, rlimit/core
# expect: AC
# stdout: held
import errno
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print("BREACH the limit is 0")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
except ValueError as error:
    # How the module resource tells EPERM.
    print("held" if "not allowed" in str(error) else f"BREACH unexpected {error}")
