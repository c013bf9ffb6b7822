"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/descent.py"


def case(name, lines):
    text = "\n".join(lines) + "\n"
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def expression(rng, depth):
    if depth == 0 or rng.random() < 0.15:
        return rng.choice([str(rng.randint(0, 50)), f"{rng.uniform(0, 9):.3f}", f".{rng.randint(1, 99)}"])
    kind = rng.random()
    if kind < 0.1:
        return "-" + expression(rng, depth - 1)
    if kind < 0.2:
        return f"({expression(rng, depth - 1)})^{rng.randint(-2, 3)}"
    blank = rng.choice(["", " "])
    text = expression(rng, depth - 1) + blank + rng.choice("+-*/") + blank + expression(rng, depth - 1)
    return f"({text})" if rng.random() < 0.4 else text


def some(rng, count, depth):
    lines = []
    while len(lines) < count:
        text = expression(rng, depth)
        if len(text) <= 200:
            lines.append(text)
    return lines


def main():
    rng = random.Random(1_03)
    case("sample/01-basics", ["1 + 2 * 3", "(1 + 2) * 3", "1 / 3", "1 / (2 - 2)", "2 +", "-2^2"])
    case("secret/01-left-to-right", ["10 - 4 - 3", "100 / 10 / 5", "8 / 4 * 2", "1 - 2 + 3 - 4", "7 / 2 / 2 * 3"])
    case("secret/02-powers", ["2^3^2", "(2^3)^2", "-2^2", "(-2)^2", "2^-1", "-2^-2", "2*3^2", "2^2*3", "0^0", "10^20", "1.5^2", "2^--2"])
    case("secret/03-unary", ["--5", "-(-5)", "3--2", "3 - - - 2", "-3*-2", "4/-2", "-(1+2)*3"])
    case("secret/04-numbers", ["0.1 + 0.2", ".5 + .5", "007", "1.25 * 4", "123456789 * 987654321", "0.000001 / 1000000", "3.0"])
    case("secret/05-errors", ["+ 1", "1 + + 1", "(1", "1)", "()", "1 2", "1 . 5", "1.", ".", "1.2.3", "2 ** 3", "two", "1e5", "3 x 4", "* 3", "1 + (2 * )", "2^", "(1)(2)", "-"])
    case("secret/06-undefined", ["1 / 0", "0 / 0", "5 / (3 - 3)", "0^-1", "(1 - 1)^-2", "0 * (1 / 0)", "1 / (1 / 0)", "1 / 0 + ", "1 / 0.0", "0 / 5"])
    case("secret/07-small-and-large", ["10^20 * 10^20 * 10^20", "1 / 10^20 / 10^20", "10^15 + 1 - 10^15", "3^20 / 3^19", "(1 / 3) * 3 - 1", "2^20 ^ 1"])
    case("secret/08-blanks", ["  1+1", "1+1   ", "  (  1  +  1  )  ", "1+ 1*2"])
    case("secret/09-nested", ["(" * 60 + "1" + ")" * 60, "(" * 60 + "1" + ")" * 59, "-" * 150 + "1", "2^1" + "^1" * 90])
    case("secret/10-random", some(rng, 150, 3))
    case("secret/11-random-long", some(rng, 100, 5))


main()
