# attack: opens files that only the host has: passwords, keys, homes, container sockets
# guards: mount/small-root, namespace/mount
# breaks: mount/small-root
# expect: AC
# stdout: held
import errno
import os

PATHS = ["/etc/shadow", "/etc/hostname", "/etc/machine-id", "/etc/ssh", "/root", "/home", "/var", "/run", "/srv", "/opt", "/boot", "/mnt", "/work",
         "/usr/local", "/usr/sbin", "/usr/share/doc", "/etc/fstab", "/usr/bin/env", "/bin/sh"]

reached = []
for path in PATHS:
    try:
        os.close(os.open(path, os.O_PATH))
        reached.append(path)
    except OSError as error:
        if error.errno != errno.ENOENT:
            reached.append(f"unexpected {path} {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
