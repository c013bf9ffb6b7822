# attack: reads where it is in the host's cgroup tree, by its own entry and after a fork
# guards: namespace/cgroup
# breaks: namespace/cgroup
# expect: AC
# stdout: held
import os

# In another order of namespaces the judge's folder would show. A named hierarchy may have nothing of the run's.
with open("/proc/self/cgroup") as file:
    paths = {line.rstrip("\n").split(":", 2)[2] for line in file}
more = paths - {"/"}
if os.fork() == 0:
    with open("/proc/self/cgroup") as file:
        os._exit({line.rstrip("\n").split(":", 2)[2] for line in file} != paths)
more |= {"child"} if os.wait()[1] else set()
print("BREACH " + " ".join(sorted(more)) if more else "held")
