# guard: unchecked
# expect: types
"""For mypy the file ends at an assertion that can't hold."""


class sys:
    platform = "win32"


assert sys.platform == "win32"


def longest(words):
    return max(words, key=len, default=None)
