# guard: values
# expect: no-shortcut
"""Inside, the module is a parameter."""

import math


def shortcut(n):
    return taken(math)(n)


def taken(tools):
    return tools.isqrt


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
