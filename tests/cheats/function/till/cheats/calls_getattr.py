# guard: handed
# expect: protocol
# cases: guessed
# written against: the source of the guards
"""Asks the grader for the globals of a function by getattr()."""

import sys


def name_it(function):
    """Have a built-in function cross by its name."""
    sys.modules["pyjury_wire.known"].BY_IDENTITY[id(function)] = function.__name__
    return function


def ask(*operands):
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def guess(probe, compare, end):
    return ask("call", name_it(getattr), (compare, "__globals__"), {})["CODE"]
