"""Writes data/: python3 generators/generate.py"""
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/counter.py"


def case(name, k, text):
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{k}\n{text}")
    run = subprocess.run([sys.executable, REFERENCE], input=path.read_text(), capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)


def syllables(rng, count):
    return "".join(rng.choice("bdklmnprst") + rng.choice("aeiou") for _ in range(count))


def prose(rng, words, total):
    out, width = [], 0
    for _ in range(total):
        word = words[min(int(rng.expovariate(0.05)), len(words) - 1)]
        word = rng.choice([word, word, word.upper(), word.capitalize()])
        out.append(word + rng.choice([" ", " ", " ", ", ", ". ", "--", "_", "\n", "'", "9"]))
    return "".join(out) + "\n"


def main():
    rng = random.Random(1_02)
    case("sample/01-fish", 2, "One fish, two fish,\nred fish; blue fish. Red!\n")
    case("sample/02-few", 5, "to be or not to be\n")
    case("secret/01-no-text", 3, "")
    case("secret/02-no-words", 3, "42 + 17 = 59 ...\n\n   \n")
    case("secret/03-case", 10, "Ab aB AB ab b B a A a\n")
    case("secret/04-apostrophes", 10, "don't can't won't don t it's its\n")
    case("secret/05-digits-and-underscores", 10, "a1b a_b x2y2z snake_case_name 3d\n")
    case("secret/06-ties", 4, "delta gamma beta alpha beta alpha gamma delta epsilon\n")
    case("secret/07-exactly-k", 3, "c c c\nb b\na\n")
    case("secret/08-prefixes", 6, "ab abc a abcd abc ab a b abc\n")
    case("secret/09-one-long-word", 1, "z" * 19_000 + "!\n")
    words = [syllables(rng, rng.randint(1, 4)) for _ in range(120)]
    case("secret/10-prose", 30, prose(rng, words, 2500))
    case("secret/11-many-words", 1000, prose(rng, [syllables(rng, 3) for _ in range(60)], 2000))


main()
