# guard: names
# expect: no-shortcut
"""statistics has imported math for itself."""

import random


def shortcut(n):
    return int(random._sqrt(n))


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
