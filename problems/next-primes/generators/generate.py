"""Writes data/: python3 generators/generate.py"""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/segments.py"

CASES = {
    "sample/01-from-ten": (10, 4),
    "sample/02-from-nothing": (0, 3),
    "secret/01-one": (1, 1),
    "secret/02-is-prime": (97, 2),
    "secret/03-first": (2, 200),
    "secret/04-squares": (120, 60),
    "secret/05-pseudoprimes": (300, 150),
    "secret/06-carmichael": (62_700, 200),
    "secret/07-thousands": (20_000, 100),
    "secret/08-prime-squared": (999_966_000_200, 100),
    "secret/09-large": (999_999_990_000, 200),
    "secret/10-largest": (10**12, 200),
}

for name, (a, c) in CASES.items():
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{a} {c}\n")
    run = subprocess.run([sys.executable, REFERENCE], input=path.read_text(), capture_output=True, text=True, check=True)
    path.with_suffix(".ans").write_text(run.stdout)
