# guard: texts
# expect: no-any
"""Any is said in a text."""

import typing


def longest(words: "typing.Any") -> "typing.Any":
    return max(words, key=len, default=None)


print(typing.__name__, end="")
