# guard: strictly
# expect: recursion
"""It has itself in a list, and calls nothing of it."""

import re
from functools import reduce
from operator import add


def added(numbers):
    return reduce(add, map(int, re.findall(r"-?\d+", str(numbers))), 0)


def total(numbers):
    ways = [added, total]
    return ways[0](numbers)
