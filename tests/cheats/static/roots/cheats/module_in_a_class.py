# guard: values
# expect: no-shortcut
"""An import in a class makes an attribute of it."""


class Tools:
    import math as roots


def shortcut(n):
    return Tools.roots.isqrt(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
