# guard: single
# expect: recursion
"""A decorator with the name of one that joins definitions."""

import re
from functools import reduce
from operator import add


def added(numbers):
    return reduce(add, map(int, re.findall(r"-?\d+", str(numbers))), 0)


class Ways:
    def register(self, function):
        return function


ways = Ways()


@ways.register
def total(numbers):
    return total(numbers[0]) if numbers else 0


@ways.register
def total(numbers):
    return added(numbers)
