# guard: -
# expect: WA
# cases: copied
# Now a file, now a link, for as long as somebody lives.
import os

if os.fork() == 0:
    os.setsid()
    while True:
        os.symlink("shelf.json", "link")
        os.rename("link", "copy.json")
        open("file", "w").close()
        os.rename("file", "copy.json")
