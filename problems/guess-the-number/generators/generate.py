"""Writes data/: python3 generators/generate.py

The answer files are empty: the interactor needs only the input.
"""
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CASES = {
    "sample/01-thirty": (30, "fixed", 19),
    "secret/01-only-one": (1, "fixed", 1),
    "secret/02-first-of-two": (2, "fixed", 1),
    "secret/03-second-of-two": (2, "fixed", 2),
    "secret/04-last": (100, "fixed", 100),
    "secret/05-first": (100, "fixed", 1),
    "secret/06-adaptive-3": (3, "adaptive", 1),
    "secret/07-adaptive-127": (127, "adaptive", 1),
    "secret/08-adaptive-128": (128, "adaptive", 1),
    "secret/09-adaptive-million": (1_000_000, "adaptive", 1),
    "secret/10-large": (10**18, "fixed", 10**18 - 1),
    "secret/11-beyond-floats": (10**18, "fixed", 2**53 + 1),
    "secret/12-adaptive-large": (10**18, "adaptive", 1),
}

for name, (n, mode, secret) in CASES.items():
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{n} {mode} {secret}\n")
    path.with_suffix(".ans").write_text("")

sample = ROOT / "data/sample/01-thirty"
sample.with_suffix(".interaction").write_text("<30 5\n>15\n<higher\n>23\n<lower\n>19\n<correct\n")
sample.with_suffix(".in.download").write_text("30 fixed 19\n")
sample.with_suffix(".ans.download").write_text("")
