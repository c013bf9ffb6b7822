# guard: face
# expect: failed
# cases: guessed
"""A function of the grader's leads to its globals."""

import sys


def ask(*operands):
    """The harness's own way to the grader."""
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def guess(probe, compare, end):
    return ask("get", compare, "__globals__")["CODE"]
