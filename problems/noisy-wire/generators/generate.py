"""Writes data/: python3 generators/generate.py

An answer file has the place where the wire changes a character, or `-` for none.
"""
import random
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def case(name, message, change):
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"encode\n{message}\n")
    path.with_suffix(".ans").write_text(f"{change}\n")


def bits(rng, count):
    return "".join(rng.choice("01") for _ in range(count))


def main():
    rng = random.Random(16)
    case("sample/01-three", "011", 4)
    sample = ROOT / "data/sample/01-three"
    sample.with_suffix(".interaction").write_text("<encode\n<011\n>000111111\n---\n<decode\n<000101111\n>011\n")
    sample.with_suffix(".in.download").write_text("encode\n011\n")
    sample.with_suffix(".ans.download").write_text("4\n")
    case("secret/01-zero", "0", 0)
    case("secret/02-one", "1", 2)
    case("secret/03-no-change", "10110", "-")
    case("secret/04-first", "1100", 0)
    case("secret/05-last", "0000000", 20)
    case("secret/06-all-ones", "1" * 64, 100)
    case("secret/07-random", bits(rng, 99), 31)
    case("secret/08-random", bits(rng, 200), 7777)
    case("secret/09-long", bits(rng, 1000), 1009)
    case("secret/10-long-no-change", bits(rng, 1000), "-")


main()
