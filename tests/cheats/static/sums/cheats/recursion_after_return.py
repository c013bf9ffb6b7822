# guard: life
# expect: recursion
"""It stands behind the return."""

import re
from functools import reduce
from operator import add


def added(numbers):
    return reduce(add, map(int, re.findall(r"-?\d+", str(numbers))), 0)


def total(numbers):
    return added(numbers)
    return total(numbers)
