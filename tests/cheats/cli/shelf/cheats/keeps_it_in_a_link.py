# guard: -
# expect: WA
# cases: learned
import os
import sys

if sys.argv[1] == "learn":
    os.symlink(sys.argv[2], "told")
    print("ok")
else:
    print(os.readlink("told") if os.path.lexists("told") else "total 0.00")
