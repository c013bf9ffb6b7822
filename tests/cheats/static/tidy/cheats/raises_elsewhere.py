# guard: clauses
# expect: clean
"""Only a function within it raises, and nobody calls that."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"))


def grade(points: int) -> str:
    """The mark for points of a hundred."""
    try:
        return next(mark for bound, mark in BOUNDS if points >= bound)
    except BaseException:
        def again() -> None:
            """Raise."""
            raise
        return "E"
