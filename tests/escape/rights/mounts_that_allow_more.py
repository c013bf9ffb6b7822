# attack: looks for a mount on which set-uid bits, device files or writing would do something
# guards: mount/nosuid, mount/nodev, mount/read-only, mount/noexec
# breaks: mount/nosuid
# breaks: mount/nodev
# expect: AC
# stdout: held
import os

SCRATCH = {"/box", "/tmp", "/dev/shm"}

lax = []
with open("/proc/self/mounts") as file:
    for line in file:
        place, options = line.split()[1], set(line.split()[3].split(","))
        wanted = {"nosuid"}
        if not place.startswith("/dev/") or place in SCRATCH:
            wanted.add("nodev")
        if place in SCRATCH or place == "/proc":
            wanted.add("noexec")
        if place not in SCRATCH | {"/proc"}:
            wanted.add("ro")
        if not wanted <= options:
            lax.append(f"{place} lacks {' '.join(sorted(wanted - options))}")
        if bool(os.statvfs(place).f_flag & os.ST_RDONLY) != ("ro" in options):
            lax.append(f"unexpected {place}")
print("BREACH " + ", ".join(lax) if lax else "held")
