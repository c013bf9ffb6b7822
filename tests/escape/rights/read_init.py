# attack: reads and writes init's memory, descriptors and root by its folder in /proc
# guards: identity/dumpable, mount/small-root
# breaks: identity/dumpable + identity/uid
# expect: AC
# stdout: held
import errno
import os

reached = []
for name in ("mem", "maps", "environ", "auxv", "fd", "fd/0", "root", "cwd", "exe", "stack", "syscall", "io", "task/1/mem", "ns/pid", "status", "stat", "cmdline"):
    for flags in (os.O_RDONLY, os.O_RDWR):
        try:
            os.close(os.open(f"/proc/1/{name}", flags))
            reached.append(name)
        except OSError as error:
            # Invisible; were it visible, not to be opened.
            if error.errno not in (errno.ENOENT, errno.EACCES, errno.EPERM):
                reached.append(f"unexpected {name} {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
