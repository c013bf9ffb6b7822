# guard: dynamic
# expect: no-loops
"""The same, of the running frame."""

import sys


def plus(parts):
    return sys._getframe().f_builtins["sum"](parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
