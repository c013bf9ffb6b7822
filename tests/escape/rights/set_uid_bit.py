# attack: gives a copy of the interpreter the set-uid and set-gid bits and runs it by every way; looks for others' such files
# guards: mount/nosuid, mount/noexec, identity/no-new-privileges
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
path = "/tmp/copy"
shutil.copy(os.path.realpath(sys.executable), path)
os.chmod(path, 0o6755)
try:
    text = subprocess.run([path, "-c", "import os; print(os.geteuid())"], capture_output=True, text=True).stdout.strip()
    reached.append(f"it runs as {text}")
except PermissionError:
    pass
print("BREACH " + " ".join(reached) if reached else "held")
