# guard: own
# expect: no-loops
"""What looks like a constant calls a function of the submission that has a builtin's name."""

import builtins


def chr(code):
    return "sum"


def plus(parts):
    return getattr(builtins, chr(97))(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
