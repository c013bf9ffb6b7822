# expect: AC
# stdout: denied
# what: walks the whole tree for answer files and the problem package.
import os

found = []
for folder, _, names in os.walk("/"):
    if folder.startswith(("/proc", "/sys", "/usr/lib", "/usr/share")):
        continue
    found += [os.path.join(folder, name) for name in names if name.endswith(".ans") or name in ("problem.yaml", "pyjury.yaml")]
print(*found or ["denied"])
