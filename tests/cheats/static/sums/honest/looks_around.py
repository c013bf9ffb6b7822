"""Decorators, getattr with names of its own, a table of functions, modules that hold others: all of it harmless."""
import functools
import os.path
import sys

sys.setrecursionlimit(10_000)
KINDS = {}


def kind(name):
    """Notes a function under a name."""

    def note(function):
        KINDS[name] = function
        return function

    return note


class Part:
    def __init__(self, value):
        self.value = value

    def worth(self):
        return getattr(self, "worth_of_" + type(self.value).__name__, self.worth_of_other)()

    def worth_of_list(self):
        return total(self.value)

    def worth_of_other(self):
        return self.value


@kind("shown")
@functools.wraps(print)
def shown(*args):
    return print(*args, sep=os.path.sep)


def total(numbers: "list[int | list]") -> int:
    return Part(numbers[0]).worth() + total(numbers[1:]) if numbers else 0
