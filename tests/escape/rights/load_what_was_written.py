# attack: has the loader start a program that it wrote, loads it as a library, and maps it to be executed
# guards: mount/noexec
# breaks: mount/noexec
# expect: AC
# stdout: held
import ctypes
import errno
import glob
import mmap
import os
import shutil
import subprocess
import sys

reached = []
shutil.copy(os.path.realpath(sys.executable), "/tmp/program")
for loader in glob.glob("/lib*/ld-linux*") + glob.glob("/usr/lib/*/ld-linux*"):
    if subprocess.run([loader, "/tmp/program", "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
        reached.append(loader)
library = sorted(glob.glob(os.path.dirname(os.__file__) + "/lib-dynload/_bz2*.so"))[0]
shutil.copy(library, "/tmp/library.so")
try:
    ctypes.CDLL("/tmp/library.so")
    reached.append("library")
except OSError:
    pass
file = os.open("/tmp/library.so", os.O_RDONLY)
try:
    mmap.mmap(file, 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC)
    reached.append("map")
except OSError as error:
    if error.errno != errno.EPERM:
        reached.append(f"unexpected {error.errno}")
print("BREACH " + " ".join(reached) if reached else "held")
