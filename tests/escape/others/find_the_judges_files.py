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
# CPython's own tests bring keys along, and so does certifi.
tests = os.path.dirname(os.__file__) + "/test/"
found = [path for path in found if "/certifi/" not in path and not path.startswith(tests)]
print(f"BREACH {found[:10]}" if found else "held")
