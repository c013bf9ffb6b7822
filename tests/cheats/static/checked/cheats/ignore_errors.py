# guard: silence
# expect: types
"""A comment that configures mypy."""

# mypy: ignore-errors, disallow-untyped-defs=False


def longest(words):
    return max(words, key=len, default=None)
