# guard: head
# expect: no-loops
"""The decorator puts the builtin in the helper's place."""


@(lambda _, adding=sum: adding)
def plus(parts):
    raise NotImplementedError


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
