# guard: single
# expect: recursion
"""The module sets the function as an attribute of itself."""

import re
from functools import reduce
from operator import add


def added(numbers):
    return reduce(add, map(int, re.findall(r"-?\d+", str(numbers))), 0)

import sums


def total(numbers):
    return total(numbers[0]) if numbers else 0


sums.total = added
