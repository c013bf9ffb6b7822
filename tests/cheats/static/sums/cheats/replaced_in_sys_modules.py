# guard: -
# expect: recursion
"""The same, by the table of modules, which is refused anyway."""

import re
from functools import reduce
from operator import add


def added(numbers):
    return reduce(add, map(int, re.findall(r"-?\d+", str(numbers))), 0)

import sys


def total(numbers):
    return total(numbers[0]) if numbers else 0


setattr(sys.modules[__name__], "total", added)
