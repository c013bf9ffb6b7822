# guard: values
# expect: no-shortcut
"""Inside, the module is an attribute."""

import math


class Tools:
    pass


tools = Tools()
tools.roots = math


def shortcut(n):
    return tools.roots.isqrt(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
