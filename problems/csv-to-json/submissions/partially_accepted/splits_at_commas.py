# Splits at each comma, quoted or not.
import json
import sys

try:
    lines = open(sys.argv[1], encoding="utf-8-sig").read().splitlines()
    names = lines[0].split(",")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        cells = [cell.strip('"') for cell in line.split(",")]
        if len(cells) > len(names):
            raise ValueError(f"line {number}")
        cells += [""] * (len(names) - len(cells))
        rows.append({name: int(cell) if cell.isdigit() else cell or None for name, cell in zip(names, cells)})
except (OSError, ValueError, IndexError) as error:
    sys.exit(f"{sys.argv[1]}: {error}")
with open(sys.argv[2], "w") as file:
    json.dump(rows, file)
print(len(rows), "rows")
