# attack: two processes wait for each other, and ask for no processor time
# guards: keeper/time
# breaks: keeper/time
# expect: TLE idle
import os
import select

# More than any limit of a test, however slow the machine.
LONG = 130

first, second = os.pipe(), os.pipe()
if os.fork() == 0:
    os.read(first[0], 1)
select.select([second[0]], [], [], LONG)
print(f"BREACH {LONG} seconds")
