# attack: an orphan swaps a file and a link for each other as fast as it can while the judge may collect it
# guards: result/collector, keeper/end
# expect: AC
# stdout: held
import os
import time

os.chdir("/box")
open("file", "w").close()
os.symlink("/etc/passwd", "link")
if os.fork() == 0:
    os.setsid()
    while True:
        os.rename("file", "output.txt")
        os.rename("output.txt", "file")
        os.rename("link", "output.txt")
        os.rename("output.txt", "link")
time.sleep(0.1)
print("held")
