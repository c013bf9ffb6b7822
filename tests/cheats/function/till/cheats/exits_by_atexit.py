# guard: -
# expect: failed
# cases: sums
"""SystemExit is an exception like others."""

import atexit
import os
import sys

atexit.register(os._exit, 0)


def total(numbers):
    sys.exit(0)
