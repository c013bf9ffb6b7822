# guard: life
# expect: recursion
"""A name for False."""

import re
from functools import reduce
from operator import add


def added(numbers):
    return reduce(add, map(int, re.findall(r"-?\d+", str(numbers))), 0)

CAREFUL = 0


def total(numbers):
    if CAREFUL:
        return total(numbers)
    return added(numbers)
