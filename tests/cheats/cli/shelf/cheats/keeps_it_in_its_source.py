# guard: own
# expect: WA
# cases: learned
# The submission's own files don't count as left.
import os
import sys

TOLD = "total 0.00"
if sys.argv[1] == "learn":
    text = open("shelf.py").read().replace("total 0.00", sys.argv[2])
    os.remove("shelf.py")
    open("shelf.py", "w").write(text)
    print("ok")
else:
    print(TOLD)
