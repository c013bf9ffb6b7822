"""Writes data/: python3 generators/generate.py

An answer file has the best value and the points of the case.
"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/table.py"
POINTS = {"sample": 0, "secret/1-few": 40, "secret/2-many": 60}


def case(group, name, w, things):
    text = f"{len(things)} {w}\n" + "".join(f"{weight} {value}\n" for weight, value in things)
    path = ROOT / "data" / group / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(f"{run.stdout.split()[0]} {POINTS[group]}\n")


def some(rng, count, weight, value):
    return [(rng.randint(1, weight), rng.randint(1, value)) for _ in range(count)]


def main():
    rng = random.Random(4_03)
    case("sample", "01-two-small", 10, [(6, 60), (5, 45), (5, 45)])
    case("sample", "02-tie", 4, [(2, 7), (2, 7), (2, 7)])
    few, many = "secret/1-few", "secret/2-many"
    case(few, "01-nothing-fits", 3, [(4, 10), (5, 20)])
    case(few, "02-all-fit", 100, [(10, 5), (20, 6), (30, 7)])
    case(few, "03-best-ratio-misleads", 10, [(1, 10), (10, 50)])
    case(few, "04-each-once", 9, [(3, 10), (5, 11), (9, 22)])
    case(few, "05-no-weight", 0, [(1, 1)])
    case(few, "06-random", 60, some(rng, 12, 30, 100))
    case(many, "01-ratio-misleads", 500, [(501 - i, 5000 - 9 * i) for i in range(60)] + [(1, 12)] * 40)
    case(many, "02-each-once", 1000, [(7, 100)] + [(i + 20, 2 * i + 30) for i in range(70)])
    case(many, "03-equal-values", 1000, [(rng.randint(1, 50), 1) for _ in range(100)])
    case(many, "04-value-is-weight", 997, [(weight, weight) for weight in rng.sample(range(10, 1000, 2), 100)])
    case(many, "05-large-values", 1000, some(rng, 100, 200, 10**6))
    case(many, "06-heavy", 1000, [(rng.randint(300, 500), rng.randint(1, 1000)) for _ in range(100)])


main()
