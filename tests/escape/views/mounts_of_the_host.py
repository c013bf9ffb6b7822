# attack: reads its mounts for places of the host, and for a parent above its root
# guards: namespace/mount
# breaks: namespace/mount
# expect: AC
# stdout: held
import os

OURS = ("/usr/bin/python3", "/usr/lib", "/usr/share/zoneinfo", "/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
EXACTLY = {"/", "/box", "/tmp", "/dev/shm", "/proc"}

more, numbers, parents, peers = [], set(), {}, []
with open("/proc/self/mountinfo") as file:
    for line in file:
        before, _ = line.split(" - ")
        number, parent, _, _, place, _, *tags = before.split()
        numbers.add(number)
        parents[place] = parent
        peers += tags
        if place not in EXACTLY and not place.startswith(OURS):
            more.append(place)
# Only the root hangs on something that can't be seen; nothing hears of the host's mounts.
above = [place for place, parent in parents.items() if parent not in numbers and place != "/"]
print(f"BREACH {more} {above} {peers}" if more or above or peers else "held")
