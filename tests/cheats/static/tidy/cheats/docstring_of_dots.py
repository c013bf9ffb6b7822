# guard: docstrings
# expect: docstrings
"""A docstring without a word."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"), (0, "E"))


def grade(points: int) -> str:
    """..."""
    return next(mark for bound, mark in BOUNDS if points >= bound)
