# guard: names
# expect: no-shortcut
"""It comes with all the others."""

from math import *


def shortcut(n):
    return isqrt(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
