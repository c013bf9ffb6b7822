# guard: -
# expect: failed
# cases: sums
"""Raises what other runners take for no failure."""

import unittest


def total(numbers):
    raise unittest.SkipTest("not today")
