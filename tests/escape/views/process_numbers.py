# attack: reads its own number in namespaces above its own, and who its parent is there
# guards: namespace/pid
# expect: AC
# stdout: held
import os

with open("/proc/self/status") as file:
    status = {line.split(":")[0]: line.split(":")[1].split() for line in file}
odd = [name for name in ("NStgid", "NSpid", "NSpgid", "NSsid") if status[name] != [str(os.getpid())]]
if os.getppid() != 1 or os.getsid(0) != os.getpid():
    odd.append("parent or session")
print(f"BREACH {odd}" if odd else "held")
