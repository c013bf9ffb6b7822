# guard: -
# expect: no-shortcut
"""The name is put together out of constants."""

import math

PART = "trqsi"


def shortcut(n):
    return getattr(math, PART[::-1])(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
