# guard: box
# expect: WA
# cases: total
import os

for folder, _, files in os.walk(".."):
    if "total.txt" in files:
        open(os.path.join(folder, "total.txt"), "w").write("no total")
print("no total")
