# guard: cut
# expect: WA
# cases: tidy
# The checker looks for names, and there are too many before z.tmp.
import os

os.remove("a.tmp")
for number in range(2_100):
    open(f"t{number:04}", "w").close()
