"""Marks for points."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"))


def grade(points: int) -> str:
    """The mark for points of a hundred."""
    for bound, mark in BOUNDS:
        if points >= bound:
            return mark
    return "E"
