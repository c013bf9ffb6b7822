# attack: reads and changes init's limits, as one may do with processes of one's own that can be dumped
# guards: identity/dumpable, identity/uid
# breaks: identity/uid + identity/capabilities
# expect: AC
# stdout: held
import errno
import resource

reached = []
for limits in ((), ((16, 16),)):
    try:
        resource.prlimit(1, resource.RLIMIT_NOFILE, *limits)
        reached.append(limits)
    except OSError as error:
        if error.errno != errno.EPERM:
            reached.append(error.errno)
print(f"BREACH {reached}" if reached else "held")
