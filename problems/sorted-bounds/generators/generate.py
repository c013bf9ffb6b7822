"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/bisect_module.py"


def case(name, readings, questions):
    readings = sorted(readings)
    text = f"{len(readings)} {len(questions)}\n{' '.join(map(str, readings))}\n{' '.join(map(str, questions))}\n"
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def main():
    rng = random.Random(6_01)
    case("sample/01-small", [3, 5, 5, 8], [5, 4, 9])
    case("sample/02-negative", [-7, -7, 0], [-7, 0, -8, 1])
    case("secret/01-empty", [], [0, -1, 5])
    case("secret/02-one", [4], [3, 4, 5])
    case("secret/03-two", [1, 2], [0, 1, 2, 3])
    case("secret/04-all-equal", [7] * 400, [6, 7, 8])
    case("secret/05-ends", list(range(-50, 51)), list(range(-52, 53)))
    case("secret/06-gaps", list(range(0, 1000, 3)), list(range(-3, 1003)))
    case("secret/07-limits", [-(10**9)] * 3 + [10**9] * 4, [-(10**9), 10**9, 0, 1 - 10**9, 10**9 - 1])
    few = [rng.randint(-20, 20) for _ in range(2000)]
    case("secret/08-few-values", few, [rng.randint(-25, 25) for _ in range(2000)])
    many = [rng.randint(-9999, 9999) for _ in range(5000)]
    case("secret/09-many-values", many, [rng.choice(many) if rng.random() < 0.5 else rng.randint(-9999, 9999) for _ in range(3000)])


main()
