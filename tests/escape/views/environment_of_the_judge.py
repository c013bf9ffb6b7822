# attack: reads the variables that it was started with, as the kernel has them, for the judge's secrets
# guards: identity/environment
# breaks: identity/environment
# expect: AC
# stdout: held
KNOWN = {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ"}

with open("/proc/self/environ", "rb") as file:
    names = {entry.split(b"=")[0].decode() for entry in file.read().split(b"\0") if entry}
more = {name for name in names - KNOWN if not name.startswith("PYTHON")}
print("BREACH " + " ".join(sorted(more)) if more else "held")
