# guard: own
# expect: no-loops
"""A variable with one assignment, and another one through the module's import of itself."""

import builtins

import sums

key = "all"
sums.key = "sum"


def plus(parts):
    return getattr(builtins, key)(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
