# attack: executes a script and a program that it wrote, from each part of the scratch space
# guards: mount/noexec
# breaks: mount/noexec
# expect: AC
# stdout: held
import errno
import os
import shutil
import subprocess
import sys

reached = []
for folder in ("/box", "/tmp", "/dev/shm"):
    with open(f"{folder}/script", "w") as file:
        file.write(f"#!{sys.executable}\n")
    shutil.copy(os.path.realpath(sys.executable), f"{folder}/program")
    for name in ("script", "program"):
        os.chmod(f"{folder}/{name}", 0o755)
        try:
            subprocess.run([f"{folder}/{name}", "-c", ""])
            reached.append(f"{folder}/{name}")
        except OSError as error:
            if error.errno != errno.EACCES:
                reached.append(f"unexpected {error.errno}")
    os.unlink(f"{folder}/program")
print("BREACH " + " ".join(reached) if reached else "held")
