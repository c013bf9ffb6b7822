# guard: names
# expect: types
"""What looks like self is the number."""

BOUNDS = ((90, "A"), (75, "B"), (60, "C"), (45, "D"), (0, "E"))
plain = staticmethod


class Marks:
    """Marks for points."""

    @plain
    def grade(self) -> str:
        """The mark for points of a hundred."""
        return next(mark for bound, mark in BOUNDS if self >= bound)


grade = Marks.grade
