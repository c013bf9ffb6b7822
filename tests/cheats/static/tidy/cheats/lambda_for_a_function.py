# guard: lambdas
# expect: complexity
"""A lambda with a name has no docstring, no types, and any number of decisions."""

mark = lambda points: "A" if points >= 90 else "B" if points >= 75 else "C" if points >= 60 else "D" if points >= 45 else "E"


def grade(points: int) -> str:
    """The mark for points of a hundred."""
    return mark(points)
