# expect: AC
# stdout: denied
# what: writes outside its scratch space.
import os

written = []
for folder in ("/", "/bin", "/etc", "/usr", "/usr/bin", "/usr/lib", "/lib", "/proc", "/proc/sys/kernel", "/sys", "/sys/fs/cgroup", "/dev"):
    path = os.path.join(folder, "mine")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        written.append(path)
    except OSError:
        pass
for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/1/oom_score_adj"):
    try:
        os.close(os.open(path, os.O_WRONLY))
        written.append(path)
    except OSError:
        pass
print(*written or ["denied"])
