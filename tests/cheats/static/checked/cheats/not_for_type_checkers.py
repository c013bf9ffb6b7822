# guard: unchecked
# expect: types
"""mypy looks at the one, Python at the other."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    def longest(words: list[str]) -> str: ...

else:

    def longest(words):
        return max(words, key=len, default=None)
