# guard: names
# expect: no-shortcut
"""And yet another one."""

import math

first = math
second = (third := first)


def shortcut(n):
    return second.isqrt(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
