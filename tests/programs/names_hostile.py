# expect: AC
# stdout: written
# what: leaves files, links and folders with names that hurt careless programs.
import os

NAMES = ["-rf", "a\nb", "\x1b[2J", "$(reboot)", "'; drop table runs; --", "..hidden", "\u202egnp.exe", "x" * 255, os.fsdecode(b"\xff\xfe")]

os.chdir(os.environ.get("TMPDIR", "/tmp"))
for name in NAMES:
    open(name, "w").close()
os.symlink("/etc/shadow", "output.txt")
os.symlink("loop", "loop")
os.mkfifo("pipe")
deep = "d"
for _ in range(200):
    os.mkdir(deep)
    os.chdir(deep)
print("written")
