# expect: AC
# stdout: refused
# what: creates a million empty files; inodes run out first.
import errno
import os

folder = os.environ.get("TMPDIR", "/tmp")
try:
    for number in range(1_000_000):
        os.close(os.open(f"{folder}/{number}", os.O_CREAT | os.O_WRONLY))
    print("created a million")
except OSError as error:
    print("refused" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error)
