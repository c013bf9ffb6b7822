# attack: writes sitecustomize, usercustomize, .pth files and start-up files everywhere the next interpreter looks
# guards: mount/read-only, scratch/fresh
# expect: AC
# stdout: held
import errno
import glob
import os
import site
import sys

places = [f"{folder}/{name}" for folder in [*sys.path, *site.getsitepackages(), "/usr/lib/python3", "/usr/local/lib"] if not folder.startswith("/box")
          for name in ("sitecustomize.py", "usercustomize.py", "left.pth")]
places += ["/usr/bin/pyvenv.cfg", "/usr/pyvenv.cfg", "/usr/bin/python3", "/etc/python3/startup.py", "/etc/ld.so.preload"]
ours = glob.glob("/usr/lib/pyjury/**", recursive=True)
places += [path if os.path.isfile(path) else path.rstrip("/") + "/sitecustomize.py" for path in ours]
reached = []
for path in places:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        reached.append(path)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.ENOENT, errno.ENOTDIR, errno.ETXTBSY):
            reached.append(f"unexpected {path} {error.errno}")
print(f"BREACH {reached}" if reached else "held")
