# guard: dynamic
# expect: no-loops
"""super() isn't the only call whose attributes can be read so."""


def plus(parts):
    return same(print).__getattribute__("__self__").sum(parts)


def same(thing):
    return thing


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
