# attack: raises its limits, softly and hard
# guards: rlimit/files, rlimit/file-size, rlimit/locked-memory, rlimit/queues, rlimit/core, identity/capabilities, rlimit/priority
# expect: AC
# stdout: held
import ctypes
import errno
import resource

libc = ctypes.CDLL(None, use_errno=True)
LIMITS = {"NOFILE": 1024, "FSIZE": 64 << 20, "MEMLOCK": 64 << 10, "MSGQUEUE": 0, "SIGPENDING": 1024, "CORE": 1, "NICE": 0, "RTPRIO": 0, "STACK": 256 << 20}

reached = []
for name, most in LIMITS.items():
    number = getattr(resource, "RLIMIT_" + name)
    soft, hard = resource.getrlimit(number)
    if not 0 <= hard <= most or soft != hard:
        reached.append((name, soft, hard))
    for wanted in ((hard + 1, hard + 1), (hard, resource.RLIM_INFINITY)):
        value = (ctypes.c_ulong * 2)(*(n & 0xFFFFFFFFFFFFFFFF for n in wanted))
        if libc.setrlimit(number, value) == 0:
            reached.append((name, wanted))
        elif ctypes.get_errno() != errno.EPERM:
            reached.append((name, "unexpected", ctypes.get_errno()))
print(f"BREACH {reached}" if reached else "held")
