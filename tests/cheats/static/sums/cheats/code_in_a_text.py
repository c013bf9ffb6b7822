# guard: dynamic
# expect: no-loops
"""A loop that is no part of the source's tree."""


def plus(parts):
    here = {"parts": parts, "found": 0}
    exec("for part in parts: found += part", here)
    return here["found"]


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
