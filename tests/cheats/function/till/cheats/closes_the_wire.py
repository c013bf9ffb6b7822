# guard: silence
# expect: submission_ended
# cases: sums
"""Closes every descriptor, and says nothing."""

import os


def total(numbers):
    os.closerange(0, 100)
    return None
