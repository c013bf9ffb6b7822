# guard: setting
# expect: failed
# cases: vault
"""Tries every code, then sets the count of tries."""

import sys


def ask(*operands):
    """The harness's own way to the grader."""
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def crack(vault, end):
    for code in range(end):
        if vault.attempt(code) == 0:
            ask("set", vault, "tries", 5)
            return code
