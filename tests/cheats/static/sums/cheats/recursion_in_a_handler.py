# guard: life
# expect: recursion
"""Nothing can raise where it would be caught."""

import re
from functools import reduce
from operator import add


def added(numbers):
    return reduce(add, map(int, re.findall(r"-?\d+", str(numbers))), 0)


def total(numbers):
    try:
        pass
    except ValueError:
        return total(numbers)
    return added(numbers)
