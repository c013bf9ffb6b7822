# attack: writes its own map of users
# guards: identity/capabilities
# expect: AC
# stdout: held
import errno
import os

reached = []
for name, text in (("uid_map", f"0 {os.getuid()} 1"), ("gid_map", f"0 {os.getgid()} 1"), ("setgroups", "deny"), ("projid_map", "0 0 1")):
    try:
        os.write(os.open(f"/proc/self/{name}", os.O_WRONLY), text.encode())
        reached.append(name)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EACCES, errno.EROFS):
            reached.append(f"unexpected {name} {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
