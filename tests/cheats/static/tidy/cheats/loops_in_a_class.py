# guard: bodies
# expect: nesting
"""The body of a class runs where it stands, and is no function."""


def grade(points: int) -> str:
    """The mark for points of a hundred."""

    class Found:
        """The mark."""
        for bound, mark in ((90, "A"), (75, "B"), (60, "C"), (45, "D"), (0, "E")):
            if points >= bound:
                if mark:
                    break
    return Found.mark
