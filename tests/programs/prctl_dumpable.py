# expect: AC
# stdout: denied
# what: makes itself dumpable or open to tracers, and gets rid of no_new_privs. EPERM, or no effect.
import ctypes

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_PTRACER = 4, 38, 0x59616D61

libc = ctypes.CDLL(None)
done = []
for name, arguments in {"dumpable": (PR_SET_DUMPABLE, 1), "privileges": (PR_SET_NO_NEW_PRIVS, 0), "tracer": (PR_SET_PTRACER, -1)}.items():
    if libc.prctl(arguments[0], ctypes.c_ulong(arguments[1]), 0, 0, 0) == 0:
        done.append(name)
print(*done or ["denied"])
