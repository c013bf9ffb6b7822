# guard: -
# expect: recursion
"""Nobody calls this one either."""

import re
from functools import reduce
from operator import add


def added(numbers):
    return reduce(add, map(int, re.findall(r"-?\d+", str(numbers))), 0)


def total(numbers):
    def again():
        return total(numbers)

    return added(numbers)
