"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/two_searches.py"


def case(name, parents):
    text = f"{len(parents) + 1}\n{' '.join(map(str, parents))}\n"
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def main():
    rng = random.Random(4_02)
    case("sample/01-small", [1, 1, 2, 2, 5])
    case("sample/02-line", [1, 2])
    case("secret/01-alone", [])
    case("secret/02-two", [1])
    case("secret/03-star", [1] * 50)
    # The longest way avoids station 1.
    case("secret/04-not-over-the-first", [1, 2, 3, 4, 5, 3, 7, 8])
    case("secret/05-two-arms", [1, 1] + [i - 2 for i in range(4, 102)])
    case("secret/06-line", list(range(1, 10_000)))
    case("secret/07-binary", [i // 2 for i in range(2, 4001)])
    case("secret/08-random", [rng.randint(1, i - 1) for i in range(2, 9001)])
    case("secret/09-random-deep", [rng.randint(max(1, i - 3), i - 1) for i in range(2, 8001)])
    case("secret/10-comb", [1] + [i - 2 if i % 2 else i - 1 for i in range(3, 3001)])


main()
