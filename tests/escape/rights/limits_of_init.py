# attack: reads and changes the limits of init, as one may with processes of the same user
# guards: identity/uid, identity/capabilities
# breaks: identity/capabilities
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
