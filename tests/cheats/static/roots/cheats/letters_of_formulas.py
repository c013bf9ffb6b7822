# guard: tree
# expect: no-shortcut
"""Python takes the letters of formulas for the plain ones (NFKC)."""

import math


def shortcut(n):
    return math.𝒾𝓈𝓆𝓇𝓉(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
