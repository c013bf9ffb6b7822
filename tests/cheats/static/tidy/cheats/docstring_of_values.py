# guard: docstrings
# expect: docstrings
"""An f-string is no docstring."""


def grade(points: int) -> str:
    f"""The mark for {{points}} of a hundred."""
    return "A" if points >= 90 else "B" if points >= 75 else "C" if points >= 60 else letter(points)


def letter(points: int) -> str:
    """The two last marks."""
    return "D" if points >= 45 else "E"
