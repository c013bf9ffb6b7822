# guard: own
# expect: WA
# cases: learned
# Nor do the folders of compiled files.
import os
import sys

os.makedirs("__pycache__", exist_ok=True)
if sys.argv[1] == "learn":
    open("__pycache__/told", "w").write(sys.argv[2])
    print("ok")
else:
    print(open("__pycache__/told").read() if os.path.exists("__pycache__/told") else "total 0.00")
