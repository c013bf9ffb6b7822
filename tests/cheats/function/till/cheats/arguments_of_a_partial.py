# guard: closed
# expect: failed
# cases: guessed_by_part
# written against: the source of the guards
"""What a partial function was given already."""

import sys


def guess(compare, plain, end):
    return sys.modules["pyjury_submission.clock"].CLOCK.session.request("get", compare, "args")[0]
