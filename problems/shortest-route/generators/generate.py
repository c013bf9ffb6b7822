"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/heap.py"


def case(name, n, s, t, streets):
    lines = [f"{n} {len(streets)} {s} {t}"] + [f"{a} {b} {w}" for a, b, w in streets]
    text = "\n".join(lines) + "\n"
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def sparse(rng, n, m, top):
    return [(rng.randint(1, n), rng.randint(1, n), rng.randint(0, top)) for _ in range(m)]


def main():
    rng = random.Random(60_05)
    case("sample/01-two-ways", 4, 1, 4, [(1, 2, 3), (2, 4, 4), (1, 3, 5), (3, 4, 2), (1, 4, 9)])
    case("sample/02-one-way", 3, 3, 1, [(1, 2, 5), (2, 3, 5)])
    case("secret/01-stay", 1, 1, 1, [])
    case("secret/02-start-is-target", 3, 2, 2, [(2, 1, 1), (1, 2, 1), (2, 2, 0)])
    # Fewest streets is not shortest, and the nearest neighbour leads astray.
    case("secret/03-detour", 6, 1, 6, [(1, 6, 100), (1, 2, 1), (2, 6, 98), (1, 3, 10), (3, 4, 10), (4, 5, 10), (5, 6, 10)])
    case("secret/04-parallel", 3, 1, 3, [(1, 2, 9), (1, 2, 4), (1, 2, 7), (2, 3, 8), (2, 3, 2), (3, 3, 0)])
    case("secret/05-zero-lengths", 5, 1, 5, [(1, 2, 0), (2, 1, 0), (2, 3, 0), (3, 4, 0), (4, 3, 0), (4, 5, 0)])
    case("secret/06-direction", 4, 1, 4, [(4, 1, 1), (2, 1, 1), (1, 3, 2), (3, 2, 2), (4, 3, 1)])
    case("secret/07-late-improvement", 5, 1, 5, [(1, 2, 10), (2, 5, 1), (1, 3, 1), (3, 4, 1), (4, 2, 1)])
    case("secret/08-random", 60, 1, 60, sparse(rng, 60, 240, 50))
    case("secret/09-large", 2000, 1, 2000, sparse(rng, 2000, 7000, 10**9))
    line = [(i, i + 1, 10**9) for i in range(1, 2000)]
    case("secret/10-long-line", 2000, 1, 2000, line)
    # Two equal ways at each step: 2^300 shortest rides.
    diamonds = []
    for i in range(1, 900, 3):
        diamonds += [(i, i + 1, 5), (i, i + 2, 5), (i + 1, i + 3, 7), (i + 2, i + 3, 7)]
    rng.shuffle(diamonds)
    case("secret/11-diamonds", 901, 1, 901, diamonds)
    case("secret/12-island", 500, 1, 500, [(rng.randint(1, 499), rng.randint(1, 499), 1) for _ in range(2000)])


main()
