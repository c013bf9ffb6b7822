# guard: dynamic
# expect: no-loops
"""A private function of the standard library resolves names as well."""

from unittest.mock import _get_target


def plus(parts):
    module, name = _get_target("builtins.sum")
    return module().sum(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
