# guard: bodies
# expect: complexity
"""The decisions stand in the head."""


def grade(points: int, mark: object = lambda n: "A" if n >= 90 else "B" if n >= 75 else "C" if n >= 60 else "D" if n >= 45 else "E") -> str:
    """The mark for points of a hundred."""
    return mark(points)
