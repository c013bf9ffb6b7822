# guard: clauses
# expect: clean
"""It catches the end of the program, among others."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"))
LITTLE = (StopIteration, BaseException)


def grade(points: int) -> str:
    """The mark for points of a hundred."""
    try:
        return next(mark for bound, mark in BOUNDS if points >= bound)
    except LITTLE:
        return "E"
