# guard: links
# expect: WA
# cases: copied
import os

os.symlink("shelf.json", "copy.json")
