# guard: bodies
# expect: complexity
"""No function is too complex where there is none."""

MARKS = ["E"] * 101
for number in range(45, 101):
    if number >= 90:
        MARKS[number] = "A"
    elif number >= 75:
        MARKS[number] = "B"
    elif number >= 60:
        MARKS[number] = "C"
    else:
        MARKS[number] = "D"


def grade(points: int) -> str:
    """The mark for points of a hundred."""
    return MARKS[points]
