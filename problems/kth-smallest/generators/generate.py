"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/heap.py"
MIXING = (1103515245, 12345, 2**31)


def case(name, n, k, stream, places):
    places = sorted(set(places))
    text = f"{n} {k} {len(places)}\n{' '.join(map(str, stream))}\n{' '.join(map(str, places))}\n"
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def main():
    rng = random.Random(6_03)
    case("sample/01-small", 6, 2, (5, 3, 17), [1, 2, 4, 6])
    case("sample/02-repeats", 8, 3, (1, 2, 4), [3, 5, 8])
    group = "secret/1-short"
    case(f"{group}/01-one", 1, 1, (0, 0, 1), [1])
    case(f"{group}/02-constant", 50, 7, (1, 0, 9), range(1, 51))
    case(f"{group}/03-k-above-n", 20, 1000, (7, 3, 101), range(1, 21))
    case(f"{group}/04-smallest", 500, 1, MIXING, range(1, 501, 5))
    case(f"{group}/05-repeats", 500, 40, (5, 3, 64), range(1, 501))
    case(f"{group}/06-largest", 400, 400, MIXING, range(380, 401))
    group = "secret/2-long"
    case(f"{group}/01-many-questions", 100_000, 1000, MIXING, rng.sample(range(1000, 100_001), 2000))
    case(f"{group}/02-late-questions", 100_000, 37, MIXING, range(98_001, 100_001))
    case(f"{group}/03-falling", 100_000, 1000, (1, 2**31 - 20_000, 2**31), rng.sample(range(50_000, 100_001), 2000))
    case(f"{group}/04-repeats", 100_000, 700, (13, 7, 500), rng.sample(range(50_000, 100_001), 2000))
    group = "secret/3-single"
    case(f"{group}/01-short", 200, 20, MIXING, [200])
    case(f"{group}/02-distinct", 300, 50, (1, 7, 1009), [60, 300])
    case(f"{group}/03-long", 100_000, 500, MIXING, rng.sample(range(60_000, 100_001), 2000))
    case(f"{group}/04-rising", 100_000, 1000, (1, 1, 2**31), rng.sample(range(60_000, 100_001), 2000))


main()
