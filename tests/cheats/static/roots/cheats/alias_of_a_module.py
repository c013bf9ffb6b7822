# guard: names
# expect: no-shortcut
"""The module has another name here."""

import math as m


def shortcut(n):
    return m.isqrt(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
