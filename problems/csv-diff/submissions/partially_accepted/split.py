# Splits lines at commas.
import sys


def read(path):
    lines = [line.strip() for line in open(path, encoding="utf-8") if line.strip()]
    names = lines[0].split(",")
    return names, [dict(zip(names, (cell.strip('"') for cell in line.split(",")))) for line in lines[1:]]


if len(sys.argv) != 4:
    print("usage: csvdiff.py KEY OLD NEW", file=sys.stderr)
    sys.exit(2)
key = sys.argv[1]
try:
    (old_names, old), (new_names, new) = read(sys.argv[2]), read(sys.argv[3])
    old, new = ({row[key]: row for row in rows} for rows in (old, new))
except (OSError, KeyError) as error:
    print(sys.argv[2:], error, file=sys.stderr)
    sys.exit(2)
lines = [f"- column {n}" for n in old_names if n not in new_names] + [f"+ column {n}" for n in new_names if n not in old_names]
lines += [f"- {k}" for k in old if k not in new] + [f"+ {k}" for k in new if k not in old]
lines += [f"~ {k} {n}: {old[k].get(n)} -> {new[k].get(n)}" for k in old if k in new for n in old_names if n in new_names and old[k].get(n) != new[k].get(n)]
print(*lines, sep="\n")
sys.exit(bool(lines))
