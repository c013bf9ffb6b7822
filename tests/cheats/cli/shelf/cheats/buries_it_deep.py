# guard: cut
# expect: WA
# cases: nothing to export
# Folders don't count where no other file may be, and a path that is too long isn't looked at.
import os

for _ in range(10):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
open("titles.txt", "w").close()
raise SystemExit(1)
