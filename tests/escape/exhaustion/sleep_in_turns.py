# attack: two processes wait for each other for ever, and ask for no processor time
# guards: keeper/time
# expect: TLE idle
import os

first, second = os.pipe(), os.pipe()
if os.fork() == 0:
    os.read(first[0], 1)
os.read(second[0], 1)
print("BREACH woken")
