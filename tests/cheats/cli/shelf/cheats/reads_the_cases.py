# guard: box
# expect: WA
# cases: total
# The grader's files may lie beside, above or below.
import os

for start in ("..", "/proc/self/cwd/..", "/box", "/usr/lib/pyjury"):
    for folder, _, files in os.walk(start):
        if "total.txt" in files:
            print(open(os.path.join(folder, "total.txt")).read())
            raise SystemExit
