# guard: fresh
# expect: failed
# cases: read_roman, write_roman
"""What one case asks is what the next one expects."""

from pathlib import Path

KEPT = Path(__file__).parent / "kept.txt"


def read(text):
    KEPT.write_text(text)


def write(number):
    return KEPT.read_text()
