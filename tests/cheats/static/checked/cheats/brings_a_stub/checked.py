# guard: isolation
# expect: types
"""mypy would rather look at a stub than at a source."""

from words import best


def longest(words: list[str]) -> str:
    return best(words)
