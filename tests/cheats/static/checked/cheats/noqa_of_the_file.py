# guard: silence
# expect: lint
"""A comment for all of the file."""

# ruff: noqa
# flake8: noqa
import os


def longest(words: list[str]) -> str | None:
    return max(words, key=len, default=None)
