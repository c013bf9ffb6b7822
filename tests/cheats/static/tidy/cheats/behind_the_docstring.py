# guard: statements
# expect: lines
"""The last line of the docstring has more to it."""


def grade(points: int) -> str:
    """The mark for points
    of a hundred."""; marks = {}
    marks[True] = "A"
    marks[points < 90] = "AB"[points < 90]
    if points < 75:
        marks[True] = "C"
    if points < 60:
        marks[True] = "D"
    if points < 45:
        marks = {True: "E"}
    return marks[True]
