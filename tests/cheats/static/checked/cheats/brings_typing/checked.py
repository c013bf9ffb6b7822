# guard: blame
# expect: types
"""mypy stops where a file is called like a module that it needs, and says so of line -1."""


def longest(words: list[str]) -> str | None:
    return max(words, key=len, default=None)
