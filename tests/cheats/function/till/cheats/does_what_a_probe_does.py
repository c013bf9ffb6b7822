# guard: recorders
# expect: failed
# cases: remembered
# written against: the source of the guards
"""Remembers nothing, and calls what the probe calls, past its record."""

import sys


def ask(*operands):
    """The harness's own way to the grader."""
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request(*operands)


def remember(probe):
    calls = []

    def again(number):
        calls.append(number)
        return probe(number) if len(calls) < 3 else ask("get", probe, "does")(number)

    return again
