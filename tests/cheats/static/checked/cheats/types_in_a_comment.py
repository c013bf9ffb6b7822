# guard: silence
# expect: types
"""Any is said where no rule looks."""

import typing


def longest(words):  # type: (typing.Any) -> typing.Any
    return max(words, key=len, default=None)


print(typing.__name__, end="")
