# guard: only
# expect: WA
# cases: next
import os

count = len([name for name in os.listdir() if name.startswith("seen")]) + 1
open(f"seen{count}", "w").close()
open("count.txt", "w").write("?")
print(count)
