# attack: fills each part of the scratch space, by writing and by reserving
# guards: scratch/size
# breaks: scratch/size + cgroup/memory
# expect: AC
# stdout: held
import errno
import os

total, errors = 0, set()
for folder in ("/box", "/tmp", "/dev/shm"):
    for number in range(40):
        file = os.open(f"{folder}/{number}", os.O_CREAT | os.O_WRONLY)
        try:
            os.posix_fallocate(file, 0, 4 << 20)
        except OSError as error:
            errors.add(error.errno)
        try:
            os.pwrite(file, b"x" * (4 << 20), 4 << 20)
        except OSError as error:
            errors.add(error.errno)
        total += os.fstat(file).st_blocks * 512
        os.close(file)
print("held" if errors == {errno.ENOSPC} and total < 66 << 20 else f"BREACH {total >> 20} MiB {errors}")
