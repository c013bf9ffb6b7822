# attack: turns the limit on cores to 0, with which a crash starts the host's crash handler
# guards: seccomp/core-limit, rlimit/core
# breaks: seccomp/core-limit
# expect: AC
# stdout: held
import errno
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit = resource.getrlimit(resource.RLIMIT_CORE)
    print("BREACH the limit is 0" if limit == (0, 0) else f"held: {limit}")
except OSError as error:
    print("held" if error.errno == errno.EPERM else f"BREACH unexpected errno {error.errno}")
except ValueError as error:
    # How the module resource tells EPERM.
    print("held" if "not allowed" in str(error) else f"BREACH unexpected {error}")
