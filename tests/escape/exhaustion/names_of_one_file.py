# attack: gives one file a name after the other, then links and fifos: each costs memory of the kernel's
# guards: scratch/files
# breaks: scratch/files
# expect: AC
# stdout: held
import errno
import os

os.chdir("/dev/shm")
open("file", "w").close()
made, errors = 0, set()
for kind, make in {
    "link": lambda name: os.link("file", name),
    "symlink": lambda name: os.symlink("x" * 4000, name),
    "fifo": lambda name: os.mkfifo(name),
}.items():
    try:
        for number in range(20_000):
            make(f"{kind}{number}" + "n" * 100)
            made += 1
    except OSError as error:
        errors.add(error.errno)
print("held" if errors == {errno.ENOSPC} and made < 16_500 else f"BREACH {made} unexpected {errors}")
