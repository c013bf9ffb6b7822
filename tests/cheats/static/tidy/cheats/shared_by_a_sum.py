# guard: defaults
# expect: clean
"""A default that is a new list, once."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"), (0, "E"))
NOTHING = []


def grade(points: int, seen: "list[int]" = NOTHING, more: "list[int]" = [0] * 3) -> str:
    """The mark for points of a hundred."""
    seen.append(points)
    return next(mark for bound, mark in BOUNDS if points >= bound)
