# guard: kinds
# expect: WA
# cases: mark
# It is there, and has no content.
import os

os.mkdir("done")
