# guard: -
# expect: no-shortcut
"""It is one of two, whichever comes."""

import math
import cmath


def shortcut(n):
    return (math if n >= 0 else cmath).isqrt(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
