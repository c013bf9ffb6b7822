# attack: walks everything that has a path, for answers, packages and the judge's own files
# guards: namespace/mount, mount/small-root
# expect: AC
# stdout: held
import os

found = []
for folder, folders, names in os.walk("/"):
    if folder == "/proc":
        folders.clear()
    found += [f"{folder}/{name}" for name in names if name.endswith((".ans", ".key", ".pem", ".sock")) or name in ("problem.yaml", "pyjury.toml", "pyjury")]
    folders[:] = [name for name in folders if not os.path.islink(f"{folder}/{name}")]
# Certificates that belong to packages, and to CPython's own tests where they are installed.
found = [path for path in found if "/certifi/" not in path and not path.startswith("/usr/lib/python3")]
print(f"BREACH {found[:10]}" if found else "held")
