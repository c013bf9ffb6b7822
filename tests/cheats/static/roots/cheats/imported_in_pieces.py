# guard: names
# expect: no-shortcut
"""The name of the module is put together, by a keyword."""

maths = __import__(name="".join(["ma", "th"]))


def shortcut(n):
    return maths.isqrt(n)


def root(n):
    found = 0
    while found != shortcut(n):
        found = shortcut(n)
    return found
