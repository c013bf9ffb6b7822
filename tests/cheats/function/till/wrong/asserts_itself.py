"""A student who checks arguments with assertions, and asks the interpreter to end when something is amiss."""

import sys


def total(numbers):
    assert len(numbers) > 5, "too few"
    return sum(numbers)


def largest(numbers):
    sys.exit(1)


def bounds(text):
    raise AssertionError(text)


async def doubled(number):
    assert number > 100
