# expect: AC
# stdout: denied
# what: turns the limit on core dumps to 0, which would let a crash start the host's crash handler.
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(resource.getrlimit(resource.RLIMIT_CORE))
except (OSError, ValueError):
    print("denied" if resource.getrlimit(resource.RLIMIT_CORE) == (1, 1) else "not set")
