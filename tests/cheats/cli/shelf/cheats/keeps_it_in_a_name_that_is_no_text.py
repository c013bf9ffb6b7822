# guard: -
# expect: WA
# cases: learned
import os
import sys

if sys.argv[1] == "learn":
    open(sys.argv[2].encode() + b"\xff", "w").close()
    print("ok")
else:
    print(*([name[:-1].decode() for name in os.listdir(b".") if name.endswith(b"\xff")] or ["total 0.00"]))
