# guard: isolation
# expect: types
"""A configuration of its own."""


def longest(words: list[str]) -> str:
    return max(words, key=len, default=None)
