# expect: AC
# stdout: denied
# what: lists the processes in /proc: there is nobody but init and this run.
import os

others = []
for pid in filter(str.isdigit, os.listdir("/proc")):
    if int(pid) not in (1, os.getpid(), os.getppid()):
        try:
            others.append(open(f"/proc/{pid}/cmdline").read().replace("\0", " "))
        except OSError:
            pass
print(*others or ["denied"])
