# guard: processes
# expect: failed
# cases: at_random
"""Every random number is 1."""

import random

random.randrange = lambda *args: 1


def total(numbers):
    return 20
