# guard: own
# expect: no-loops
"""The same, where neither the module nor the name is said."""

import builtins

import sums


def put(place, name):
    setattr(place, name, "sum")


key = "all"
put(sums, "key")


def plus(parts):
    return getattr(builtins, key)(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
