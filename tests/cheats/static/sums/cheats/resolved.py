# guard: dynamic
# expect: no-loops
"""Looking names up is what this one is for."""

import pkgutil


def plus(parts):
    return pkgutil.resolve_name("builtins:sum")(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
