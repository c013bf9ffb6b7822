# attack: looks for what a run before left in the scratch space, then leaves as much itself
# guards: scratch/fresh
# expect: AC
# stdout: held
import os

found = os.listdir("/tmp") + os.listdir("/dev/shm") + [name for name in os.listdir("/box") if name not in (os.path.basename(__file__), "__pycache__", ".pyjury")]
for folder in ("/tmp", "/dev/shm", "/box"):
    with open(f"{folder}/left", "w") as file:
        file.write("for the next run")
print(f"BREACH {found}" if found else "held")
