# guard: helpers
# expect: no-loops
"""The decorator is a function of the submission, which knows the table."""

ways = {}


def way(name):
    def note(function):
        ways[name] = function

    return note


@way("plus")
def adding(parts):
    found = 0
    for part in parts:
        found += part
    return found


def plus(parts):
    return ways["plus"](parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
