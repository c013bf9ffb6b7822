# guard: recorders
# expect: failed
# cases: rates
# written against: the source of the guards
"""Takes what the probe would answer, all of it, and calls it twice for show."""

import sys


def ask(*operands):
    """The harness's own way to the grader."""
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def first_above(probe, limit):
    answers = [probe(), probe()]
    rest = ask("special", ask("get", probe, "answers"), "__next__", (), {})
    assert rest > max(answers)
    return sorted([*answers, rest])[1]
