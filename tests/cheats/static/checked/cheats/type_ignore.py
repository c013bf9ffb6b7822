# guard: silence
# expect: types
"""A comment for mypy."""


def longest(words: list[str]) -> str:
    return max(words, key=len, default=None)  # type: ignore[return-value]
