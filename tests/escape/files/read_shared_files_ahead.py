# attack: has files that runs share read ahead by a hint about memory, to see or change what is cached
# guards: seccomp/page-cache
# expect: AC
# stdout: held
import mmap
import os

folder = os.path.dirname(os.__file__)
path = max((os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("_pydecimal")), key=os.path.getsize)
with open(path, "rb") as file:
    view = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
# The hint is taken, and nothing is done: a program that gives it for speed goes on.
view.madvise(mmap.MADV_WILLNEED)
print("held")
