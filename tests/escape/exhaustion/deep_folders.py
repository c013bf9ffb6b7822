# attack: makes folders within folders until it is refused
# guards: scratch/files
# breaks: scratch/files
# expect: AC
# stdout: held
import errno
import os

os.chdir("/tmp")
depth = 0
try:
    while depth < 30_000:
        os.mkdir("d")
        os.chdir("d")
        depth += 1
    print("BREACH 30000 deep")
except OSError as error:
    print("held" if error.errno == errno.ENOSPC and depth < 16_500 else f"BREACH {depth} unexpected {error.errno}")
