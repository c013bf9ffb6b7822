# guard: kinds
# expect: WA
# cases: mark
# What is read through a link to nothing is empty, as the file is to be.
import os

os.symlink("/dev/null", "done")
