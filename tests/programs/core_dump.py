# expect: RTE signal:SIGABRT
# what: asks for core dumps without limit and crashes; no core file, and no handler of the host's sees it.
import os
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (ValueError, OSError):
    pass
os.abort()
