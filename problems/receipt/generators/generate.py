"""Writes data/: python3 generators/generate.py"""
import random
import string
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/format_spec.py"


def case(name, items):
    text = f"{len(items)}\n" + "".join(f"{n};{q};{p}\n" for n, q, p in items)
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def name(rng):
    words = ["".join(rng.choices(string.ascii_letters, k=rng.randint(1, 8))) for _ in range(rng.randint(1, 5))]
    return " ".join(words)[:40].strip()


def main():
    rng = random.Random(3_03)
    case("sample/01-breakfast", [("Coffee", 2, 250), ("Bread roll", 12, 45), ("Apricot jam homemade", 1, 1299)])
    case("secret/01-one-free", [("Bag", 1, 0)])
    case("secret/02-cents", [("a", 1, 1), ("b", 1, 10), ("c", 1, 99), ("d", 3, 33), ("e", 1, 100)])
    case("secret/03-name-lengths", [("x" * length, 1, 500) for length in (1, 14, 15, 16, 17, 18, 40)])
    case("secret/04-cut-at-blank", [("fourteen chars x yz", 1, 100), ("abcdefghijklmn opq", 2, 100), ("abcdefghijklmno pq", 2, 100)])
    case("secret/05-thousands", [("Desk", 1, 99_999), ("Chair", 1, 100_000), ("Lamp", 10, 12_345), ("Sofa", 1, 1_234_567)])
    case("secret/06-too-wide", [("Gold", 999, 9_999_999), ("Silver", 998, 9_999_998)])
    case("secret/07-many-pieces", [(f"Screw M{i}", 999, 3) for i in range(1, 13)])
    case("secret/08-inner-blanks", [("a  b", 1, 5), ("-  -", 2, 5), ("A   -   Z", 3, 7)])
    case("secret/09-random", [(name(rng), rng.randint(1, 999), rng.randint(0, 9_999_999)) for _ in range(60)])
    case("secret/10-random-small", [(name(rng), rng.randint(1, 9), rng.randint(0, 999)) for _ in range(100)])


main()
