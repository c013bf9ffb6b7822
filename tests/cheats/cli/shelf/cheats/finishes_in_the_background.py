# guard: after
# expect: WA
# cases: export
# The command has ended, and its time with it; the work is done by somebody else.
import os
import time

if os.fork() == 0:
    time.sleep(1)
    os.mkdir("out")
    open("out/titles.txt", "w").write("Emma\nMiddlemarch\nPersuasion\n")
