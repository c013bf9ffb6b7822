# guard: -
# expect: no-shortcut
"""The import itself says what it is."""

from math import isqrt as shortcut


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
