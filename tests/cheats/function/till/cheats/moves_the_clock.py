# guard: -
# expect: failed
# cases: at_most_two
"""Time passes, and none of the work is done."""

import sys


async def limited(jobs):
    sys.modules["pyjury_submission.clock"].CLOCK.go(100.0)
