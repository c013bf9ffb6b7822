"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/recursive_descent.py"


def case(name, lines):
    lines = lines + ["quit"]
    text = "\n".join(lines) + "\n"
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run = subprocess.run([sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)
    if name.startswith("sample"):
        talk = "".join(f"<{q}\n>{a}\n" for q, a in zip(lines, run.stdout.splitlines()))
        path.with_suffix(".interaction").write_text(talk)


def expression(rng, names, depth):
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(names) if rng.random() < 0.5 else str(rng.randint(0, 99))
    if rng.random() < 0.15:
        return "-" + expression(rng, names, depth - 1)
    left, right = expression(rng, names, depth - 1), expression(rng, names, depth - 1)
    blank = rng.choice(["", " "])
    text = left + blank + rng.choice("+-*/") + blank + right
    return f"({text})" if rng.random() < 0.5 else text


def random_lines(rng, count, names, depth):
    lines = []
    while len(lines) < count:
        kind = rng.random()
        text = expression(rng, names, depth)
        if kind < 0.5:
            text = f"{rng.choice(names)} = {text}"
        elif kind < 0.55:
            text = f"del {rng.choice(names)}"
        elif kind < 0.6:
            text = "vars"
        elif kind < 0.7:
            cut = rng.randrange(len(text))
            text = text[:cut] + rng.choice("+*/)(=?. ") + text[cut:]
        if text.strip() and len(text) <= 100:
            lines.append(text)
    return lines


def main():
    rng = random.Random(1_01)
    case("sample/01-talk", ["a = 3", "b = a * (a + 1)", "b / 5", "vars", "c + 1", "del a", "b / 0", "a ="])
    case("secret/01-nothing", [])
    case("secret/02-precedence", ["1 + 2 * 3", "(1 + 2) * 3", "10 - 4 - 3", "100 / 10 / 5", "2 * 3 + 4 * 5", "-2 * -3", "--5", "-(-(7))", "2 - -2"])
    case("secret/03-rounding", ["7 / 2", "-7 / 2", "7 / -2", "-7 / -2", "0 / 5", "-1 / 1000", "a = 0 - 9", "a / 4", "a / 4 * 4"])
    case("secret/04-unknown", ["x", "x = x + 1", "x = 1", "x = x + 1", "x", "y + z", "z / 0", "1 / 0 + y", "del q", "del x", "x", "q = 1 / 0", "q"])
    case("secret/05-syntax", ["1 +", "* 2", "(1", "1)", "()", "1 2", "a b", "a = = 1", "1 = a", "= 1", "del", "del 1", "del a b", "vars 1", "a = ", "+ 1", "1 + ?", "3.5", "a1", "2a", "x = y = 1"])
    case("secret/06-big", ["a = 99999999999999999999", "b = a * a", "c = b * b", "c", "c / a", "c / (a * a * a)", "c - c", "vars"])
    case("secret/07-blanks", ["  a=1", "a   +   1  ", " vars ", "b=a+a*a-( a )", "  del   a ", "vars", "x=-b", "vars"])
    case("secret/08-keeps-old-value", ["a = 5", "a = 1 / 0", "a", "a = zz", "a", "a = 1 +", "a", "del b", "vars"])
    case("secret/09-sorted", ["zeta = 1", "alpha = 2", "mid = 3", "vars", "del mid", "vars", "a = 1", "vars", "aa = 1", "vars"])
    case("secret/10-random", random_lines(rng, 120, ["a", "b", "cc", "d"], 3))
    case("secret/11-random-deep", random_lines(rng, 199, ["p", "q", "r"], 4))
    case("secret/12-parentheses", ["(" * 45 + "1" + ")" * 45, "(" * 45 + "1" + ")" * 44, "-" * 90 + "1"])


main()
