# attack: gives a copy of the interpreter the set-uid and set-gid bits, as root if it can become root, and runs it without rights; looks for others' such files
# guards: mount/nosuid, mount/noexec, identity/no-new-privileges, identity/capabilities, seccomp/identity
# breaks: mount/nosuid + identity/no-new-privileges + mount/noexec + identity/capabilities + seccomp/identity
# breaks: identity/no-new-privileges + mount/nosuid + mount/noexec + identity/capabilities + seccomp/identity
# expect: AC
# stdout: held
import os
import shutil
import stat
import subprocess
import sys

reached = []
for folder, _, names in os.walk("/usr"):
    for name in names:
        mode = os.lstat(f"{folder}/{name}").st_mode
        # The library folder may have one of the host's; on its mount the bits must do nothing.
        if stat.S_ISREG(mode) and mode & (stat.S_ISUID | stat.S_ISGID) and not os.statvfs(f"{folder}/{name}").f_flag & os.ST_NOSUID:
            reached.append(f"{folder}/{name}")
own = os.getuid(), os.getgid()


def become(user, group):
    try:
        os.setresgid(group, group, group)
        os.setresuid(user, user, user)
    except PermissionError:
        pass


# As root, if it can: else the copy is its own, and the bits give it nothing.
become(0, 0)
os.chmod("/tmp", 0o755)
path = "/tmp/copy"
shutil.copy(os.path.realpath(sys.executable), path)
os.chmod(path, 0o6755)
become(*own)
try:
    text = subprocess.run([path, "-S", "-c", "import os; print(os.geteuid())"], capture_output=True, text=True).stdout.strip()
    if text != str(own[0]):
        reached.append(f"{own[0]} runs as {text}")
except PermissionError:
    pass
print("BREACH " + " ".join(reached) if reached else "held")
