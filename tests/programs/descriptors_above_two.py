# expect: AC
# stdout: none
# what: looks for descriptors that were left open by its starter, and writes to them.
import os

found = []
for number in range(3, 1024):
    try:
        os.fstat(number)
    except OSError:
        continue
    try:
        os.write(number, b"42\n")
    except OSError:
        pass
    found.append(number)
print(*found or ["none"])
