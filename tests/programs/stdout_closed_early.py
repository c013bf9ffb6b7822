# expect: AC
# stdout: last words
# what: closes its output and goes on working; the end of the output is not the end of the run.
import os
import time

os.write(1, b"last words\n")
os.close(1)
time.sleep(0.3)
os._exit(0)
