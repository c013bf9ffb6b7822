# guard: processes
# expect: failed
# cases: mapped
"""Whoever holds the argument also holds what is expected."""

import gc


def total(numbers):
    for holder in gc.get_referrers(numbers):
        if type(holder) is tuple and len(holder) == 2:
            return holder[1]
