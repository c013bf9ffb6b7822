# guard: dynamic
# expect: no-loops
"""getattr is handed on, and so is the name."""


def plus(parts):
    return next(map(getattr, [print], ["__self__"])).sum(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
