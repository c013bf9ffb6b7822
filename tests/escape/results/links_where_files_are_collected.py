# attack: leaves links to what the judge can read where it may collect a file
# guards: result/collector
# breaks: result/collector
# expect: AC
# stdout: held
import os

os.chdir("/box")
for name, target in {"output.txt": "/etc/passwd", "out.txt": "/proc/1/environ", "result": "/proc/self/fd/0", "answer.ans": "../../../etc/passwd", "loop": "loop"}.items():
    os.symlink(target, name)
os.symlink("/", "folder")
os.link("/box/output.txt", "hard.txt")
print("held")
