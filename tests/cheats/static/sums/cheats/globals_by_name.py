# guard: dynamic
# expect: no-loops
"""The module's names, by a computed key."""

adding = sum


def plus(parts):
    return globals()[str.lower("ADDING")](parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
