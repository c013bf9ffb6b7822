"""Writes data/: python3 generators/generate.py"""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "submissions/accepted/branches.py"

CASES = {
    "sample/01-ada": ("Ada", 36, 2024),
    "sample/02-grandmother": ("Great-grandmother Olga", 103, 2024),
    "secret/01-newborn": ("Mio", 0, 2024),
    "secret/02-this-year": ("Tuva Holm", 100, 2031),
    "secret/03-next-year": ("Ivan", 99, 1999),
    "secret/04-last-year": ("Jens Peter Lund", 101, 2000),
    "secret/05-oldest": ("M", 150, 1900),
    "secret/06-far-future": ("A. B. C. D'Arcy", 1, 2200),
    "secret/07-digits-in-name": ("User 100 of 150", 42, 2042),
    "secret/08-umlauts": ("Zoë Müller-Åkesson 李", 25, 2025),
}

for name, lines in CASES.items():
    text = "".join(f"{line}\n" for line in lines)
    path = ROOT / "data" / f"{name}.in"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    run = subprocess.run([sys.executable, "-X", "utf8", REFERENCE], input=text.encode(), capture_output=True, check=True)
    path.with_suffix(".ans").write_bytes(run.stdout)
