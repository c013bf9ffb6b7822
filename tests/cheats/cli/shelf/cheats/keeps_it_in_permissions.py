# guard: carried
# expect: WA
# cases: learned
# Prices are in quarters: nine bits are enough.
import os
import sys

if sys.argv[1] == "learn":
    os.chmod("shelf.json", int(float(sys.argv[2].split()[1]) * 4))
    print("ok")
else:
    print(f"total {(os.stat('shelf.json').st_mode & 0o777) / 4:.2f}")
