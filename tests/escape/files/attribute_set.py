# attack: keeps data in an extended attribute, which is the kernel's memory and no file's size
# guards: seccomp/attributes
# breaks: seccomp/attributes
# expect: AC
# stdout: held
import errno
import os

open("/tmp/file", "wb").close()
try:
    os.setxattr("/tmp/file", "user.hoard", bytes(60000))
    kept = len(os.getxattr("/tmp/file", "user.hoard"))
    print(f"BREACH keeps {kept} bytes in a file of {os.path.getsize('/tmp/file')}" if kept else "held: nothing kept")
except OSError as error:
    print("held" if error.errno == errno.EOPNOTSUPP else f"BREACH unexpected errno {error.errno}")
