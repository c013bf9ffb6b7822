# guard: threads
# expect: failed
# cases: side_by_side
# written against: the source of the guards
"""Calls side by side have no results at all, so none is wrong."""

import sys

session = sys.modules["pyjury_submission.clock"].CLOCK.session
session.operations["threads"] = lambda calls: []


def total(numbers):
    return None
