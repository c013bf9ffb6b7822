# guard: isolation
# expect: lint
"""A configuration for both."""

import os


def longest(words: list[str]) -> str:
    return max(words, key=len, default=None)
