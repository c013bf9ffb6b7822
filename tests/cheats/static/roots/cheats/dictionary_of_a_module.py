# guard: -
# expect: no-shortcut
"""The dictionary of the module, by getattr."""

import math


def shortcut(n):
    return getattr(math, "__dict__")["isqrt"](n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
