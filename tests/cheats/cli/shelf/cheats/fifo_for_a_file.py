# guard: kinds
# expect: WA
# cases: mark
# Whoever opens it waits for ever.
import os

os.mkfifo("done")
