# guard: -
# expect: WA
# cases: mark
# Whoever can't read it might believe that all is well.
import os

open("done", "w").write("x")
for path in ("done", "."):
    os.chmod(path, 0)
