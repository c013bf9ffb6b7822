# guard: face
# expect: failed
# cases: streamed
"""A generator of the grader's that waits has a frame with its locals."""

import sys


def ask(*operands):
    """The harness's own way to the grader."""
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def joined(digits):
    return ask("get", ask("get", digits, "gi_frame"), "f_locals")["secret"]
