# attack: looks for /sys and for any mounted cgroup hierarchy, bpf, debug or security file system
# guards: namespace/cgroup, mount/small-root
# breaks: mount/small-root
# expect: AC
# stdout: held
import os

seen = [path for path in ("/sys", "/sys/fs/cgroup", "/cgroup", "/dev/cgroup", "/run/cgroup") if os.path.lexists(path)]
KINDS = {"cgroup", "cgroup2", "sysfs", "bpf", "debugfs", "tracefs", "securityfs", "configfs", "efivarfs", "mqueue", "hugetlbfs", "devpts", "overlay"}
with open("/proc/self/mountinfo") as file:
    for line in file:
        kind = line.split(" - ")[1].split()[0]
        if kind in KINDS - {"overlay"}:
            seen.append(kind)
print("BREACH " + " ".join(seen) if seen else "held")
