"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/builtins.py"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def case(name, orders):
    text = f"{len(orders)}\n" + "".join(f"{order}\n" for order in orders)
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def order(rng):
    kind = rng.choice(["celsius", "fahrenheit", "seconds", "base", "mean", "hypot"])
    if kind == "seconds":
        return f"seconds {rng.randint(0, 99)}:{rng.randint(0, 99)}:{rng.randint(0, 99)}"
    if kind == "base":
        base = rng.randint(2, 36)
        return f"base {base} " + "".join(rng.choice([str.upper, str.lower])(rng.choice(DIGITS[:base])) for _ in range(rng.randint(1, 9)))
    count = {"mean": rng.randint(1, 12), "hypot": 2}.get(kind, 1)
    return " ".join([kind] + [rng.choice([str(rng.randint(-500, 500)), f"{rng.uniform(-90, 90):.3f}", f"{rng.uniform(1, 9):.2f}e{rng.randint(-5, 5)}"]) for _ in range(count)])


def main():
    rng = random.Random(2_02)
    case("sample/01-one-each", ["celsius 100", "fahrenheit -40", "seconds 1:02:03", "base 16 ff", "mean 1 2 4", "hypot 3 4"])
    case("secret/01-temperatures", ["celsius 32", "celsius -459.67", "fahrenheit 36.6", "fahrenheit 0", "celsius 0", "fahrenheit -273.15"])
    case("secret/02-time", ["seconds 0:0:0", "seconds 00:00:07", "seconds 0:60:60", "seconds 99:59:59", "seconds 0:0:99999"])
    case("secret/03-bases", ["base 2 101101", "base 8 0777", "base 36 zZ", "base 16 DeadBeef", "base 10 0012", "base 2 0"])
    case("secret/04-means", ["mean 5", "mean 1 2", "mean 0.1 0.2 0.3", "mean -1 1", "mean 1e20 1", "mean " + " ".join(["7"] * 20)])
    case("secret/05-hypot", ["hypot 1 1", "hypot 0 0", "hypot -3 4", "hypot 1e-5 1e-5", "hypot 5 0"])
    case("secret/06-huge-sides", ["hypot 3e98 4e98", "hypot 1e99 1e99"])
    case("secret/07-exponents", ["celsius 1e3", "fahrenheit 2.5e-3", "mean 1e3 -1e3 3e0", "celsius +50"])
    case("secret/08-large-values", ["base 10 999999999999999", "base 2 " + "1" * 49, "base 36 9zzzzzzzz", "fahrenheit 1e15"])
    case("secret/09-random", [order(rng) for _ in range(100)])


main()
