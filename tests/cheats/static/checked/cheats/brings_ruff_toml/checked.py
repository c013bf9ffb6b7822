# guard: isolation
# expect: lint
"""A configuration of its own."""

import os


def longest(words: list[str]) -> str | None:
    return max(words, key=len, default=None)
