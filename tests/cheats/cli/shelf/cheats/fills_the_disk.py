# guard: -
# expect: WA
# cases: mark
# The folder is full of whatever fits: nothing of the judge's is to be written there.
import os

try:
    with open("large", "wb") as file:
        while True:
            file.write(bytes(1 << 20))
except OSError:
    pass
for number in range(100_000):
    try:
        os.mkdir(f"{number}")
    except OSError:
        break
