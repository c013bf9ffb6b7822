# guard: silence
# expect: lint
"""A comment for ruff."""

import os  # noqa: F401


def longest(words: list[str]) -> str | None:
    return max(words, key=len, default=None)
