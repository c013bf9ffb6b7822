# guard: -
# expect: types
"""No rule reads comments."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"), (0, "E"))


def grade(points):
    # type: (int) -> str
    """The mark for points of a hundred."""
    return next(mark for bound, mark in BOUNDS if points >= bound)
