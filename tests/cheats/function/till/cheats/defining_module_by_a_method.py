# guard: face
# expect: failed
# cases: vault
# written against: the source of the guards
"""A method leads to its function, that to the module."""

import sys


def ask(*operands):
    """The harness's own way to the grader."""
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def crack(vault, end):
    vault.attempt(1)
    return ask("get", ask("get", vault.attempt, "__func__"), "__globals__")["CODE"]
