# guard: own
# expect: no-loops
"""chr is Python's own, until an attribute of builtins is set."""

import builtins

builtins.chr = lambda code: "sum"


def plus(parts):
    return getattr(builtins, chr(97))(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
