# guard: head
# expect: no-loops
"""A default stands in the head of a helper, which runs elsewhere."""


def plus(parts, adding=sum):
    return adding(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
