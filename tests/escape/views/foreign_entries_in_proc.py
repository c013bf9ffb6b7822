# attack: reads /proc for anything but its own processes
# guards: namespace/pid, mount/small-root, mount/small-proc
# breaks: mount/small-proc
# expect: AC
# stdout: held
import os

more = set(os.listdir("/proc")) - {"self", "thread-self", str(os.getpid())}
print("BREACH " + " ".join(sorted(more)) if more else "held")
