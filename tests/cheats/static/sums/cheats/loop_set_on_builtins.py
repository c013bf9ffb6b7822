# guard: helpers
# expect: no-loops
"""A name that no module has, since it was set on builtins."""

import builtins


def adding(parts):
    found = 0
    for part in parts:
        found += part
    return found


builtins.plus = adding


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
