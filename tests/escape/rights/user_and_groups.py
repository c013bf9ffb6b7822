# attack: looks for an id that is root's, and for a second one, in every place where a process has one
# guards: identity/uid
# breaks: identity/uid
# expect: AC
# stdout: held
import os

with open("/proc/self/status") as file:
    status = {line.split(":")[0]: line.split(":")[1].split() for line in file}
ids = {int(n) for n in status["Uid"] + status["Gid"]} | set(os.getresuid()) | set(os.getresgid())
# One number that is not root's, and none beside it. Which it is depends on the user namespace.
fine = len(ids) == 1 and min(ids) > 0 and not os.getgroups() and not status["Groups"]
print("held" if fine else f"BREACH {ids} {os.getgroups()}")
