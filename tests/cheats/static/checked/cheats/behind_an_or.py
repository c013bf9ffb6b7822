# guard: unchecked
# expect: types
"""What stands behind an or is left out if the first is true."""

MYPY = False


def is_long(word: str) -> bool:
    return bool(word)


def longest(words: list[str]) -> str | None:
    wanted = MYPY or is_long(len(words))
    return max(words, key=len, default=None) if wanted else None
