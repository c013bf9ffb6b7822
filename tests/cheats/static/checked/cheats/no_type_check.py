# guard: unchecked
# expect: types
"""A decorator that mypy obeys."""

from typing import no_type_check


@no_type_check
def longest(words: list[str]) -> str:
    return max(words, key=len, default=None)
