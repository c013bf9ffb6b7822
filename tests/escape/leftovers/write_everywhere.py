# attack: makes a file in every folder that there is, for the next run to find
# guards: mount/read-only, scratch/fresh
# expect: AC
# stdout: held
import errno
import os

SCRATCH = ("/box", "/tmp", "/dev/shm")

reached = []
for folder, folders, _ in os.walk("/"):
    if folder == "/proc":
        folders.clear()
    if folder.startswith(SCRATCH):
        continue
    try:
        os.close(os.open(f"{folder}/left", os.O_CREAT | os.O_WRONLY))
        reached.append(folder)
    except OSError as error:
        # The order of the two checks is the kernel's; /proc has no files to be made.
        if error.errno not in (errno.EROFS, errno.EACCES) and not (folder == "/proc" and error.errno == errno.ENOENT):
            reached.append(f"unexpected {folder} {error.errno}")
print(f"BREACH {reached[:10]}" if reached else "held")
