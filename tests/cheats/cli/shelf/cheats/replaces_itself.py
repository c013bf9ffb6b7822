# guard: -
# expect: WA
# cases: total
# Another program in the same process, which sees no more.
import os
import sys

os.execv(sys.executable, [sys.executable, "-c", "import glob; print(glob.glob('../*/total.txt'))"])
