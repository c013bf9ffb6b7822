# guard: whole
# expect: types
"""What comes from a file that mypy doesn't get is Any."""

from words import best


def longest(words: list[str]) -> str:
    found: str = best(words)
    return found
