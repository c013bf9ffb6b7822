# guard: dynamic
# expect: no-loops
"""Formats go through attributes too."""

import string


def plus(parts):
    module, _ = string.Formatter().get_field("0.__self__", (print,), {})
    return module.sum(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
