# attack: fills the scratch space with files that have no name, which nobody could delete
# guards: scratch/size
# expect: AC
# stdout: held
import errno
import os

files, total = [], 0
try:
    while total < 300 << 20:
        files.append(os.open("/tmp", os.O_TMPFILE | os.O_RDWR))
        for _ in range(16):
            total += os.write(files[-1], b"x" * (1 << 20))
    print("BREACH 300 MiB")
except OSError as error:
    print("held" if error.errno == errno.ENOSPC and total < 66 << 20 else f"BREACH {total} unexpected {error.errno}")
