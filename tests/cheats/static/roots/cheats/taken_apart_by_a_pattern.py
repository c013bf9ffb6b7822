# guard: values
# expect: no-shortcut
"""A pattern reads attributes as well."""

import math


def shortcut(n):
    match math:
        case object(isqrt=found):
            return found(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
