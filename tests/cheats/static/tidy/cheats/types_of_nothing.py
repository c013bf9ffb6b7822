# guard: types
# expect: types
"""Annotations that are no types."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"), (0, "E"))


def grade(points: "a number") -> print:
    """The mark for points of a hundred."""
    return next(mark for bound, mark in BOUNDS if points >= bound)
