# expect: AC
# stdout: denied
# what: asks for other user and group ids; it has no capability for it.
import os

done = []
for name in ("setuid", "setgid", "seteuid", "setegid"):
    try:
        getattr(os, name)(0)
        done.append(name)
    except OSError:
        pass
try:
    os.setgroups([0])
    done.append("setgroups")
except OSError:
    pass
capabilities = [line.split()[1] for line in open("/proc/self/status") if line.startswith(("CapPrm", "CapEff", "CapInh", "CapAmb", "CapBnd"))]
if any(int(value, 16) for value in capabilities):
    done.append("capabilities")
print(*done or ["denied"])
