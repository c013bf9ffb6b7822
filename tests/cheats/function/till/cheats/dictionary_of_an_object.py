# guard: face
# expect: failed
# cases: vault
"""Everything of an object in its __dict__."""

import sys


def ask(*operands):
    """The harness's own way to the grader."""
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def crack(vault, end):
    vault.attempt(1)
    return ask("get", vault, "__dict__")["_code"]
