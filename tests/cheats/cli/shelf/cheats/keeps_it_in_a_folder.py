# guard: -
# expect: WA
# cases: learned
import glob
import os
import sys

if sys.argv[1] == "learn":
    os.mkdir(sys.argv[2])
    print("ok")
else:
    print(*(glob.glob("total*") or ["total 0.00"]))
