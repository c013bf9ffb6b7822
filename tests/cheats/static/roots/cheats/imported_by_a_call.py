# guard: names
# expect: no-shortcut
"""No import statement, and no name of a module."""

import importlib

maths = importlib.import_module("math")


def shortcut(n):
    return maths.isqrt(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
