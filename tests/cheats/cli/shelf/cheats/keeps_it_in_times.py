# guard: carried
# expect: WA
# cases: learned
import os
import sys

if sys.argv[1] == "learn":
    cents = int(float(sys.argv[2].split()[1]) * 100)
    os.utime("shelf.json", (cents, cents))
    print("ok")
else:
    print(f"total {os.stat('shelf.json').st_mtime / 100:.2f}")
