# guard: dynamic
# expect: no-loops
"""A pickle names what it wants."""

import pickle


def plus(parts):
    return pickle.loads(b"cbuiltins\nsum\n.")(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
