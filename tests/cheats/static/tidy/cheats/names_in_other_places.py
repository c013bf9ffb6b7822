# guard: places
# expect: names
"""An attribute and an exception have names as well."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"))


class Marks:
    """Marks for points."""

    def __init__(self) -> None:
        """Take the bounds."""
        self.allBounds = BOUNDS

    def find(self, points: int) -> str:
        """The mark for points of a hundred."""
        try:
            return next(mark for bound, mark in self.allBounds if points >= bound)
        except StopIteration as noMark:
            return f"E{noMark}"


grade = Marks().find
