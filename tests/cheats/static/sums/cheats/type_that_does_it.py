# guard: dynamic
# expect: no-loops
"""singledispatch evaluates the annotations of what it registers."""

import functools

found = []


@functools.singledispatch
def kinds(part): ...


@kinds.register
def _(part: "(found.append(sum), int)[1]"): ...


def plus(parts):
    return found[0](parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
