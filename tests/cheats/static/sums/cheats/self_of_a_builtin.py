# guard: -
# expect: no-loops
"""A builtin function knows its module. What it has is known by its name as well."""


def plus(parts):
    return print.__self__.sum(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
