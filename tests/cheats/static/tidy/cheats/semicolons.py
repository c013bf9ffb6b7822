# guard: statements
# expect: lines
"""Many statements on few lines."""


def grade(points: int) -> str:
    """The mark for points of a hundred."""
    above = points >= 45; above += points >= 60; above += points >= 75; above += points >= 90
    marks = {}; marks[0] = "E"; marks[1] = "D"; marks[2] = "C"; marks[3] = "B"; marks[4] = "A"; return marks[above]
