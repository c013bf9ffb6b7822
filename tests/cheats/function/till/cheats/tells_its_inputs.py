# guard: -
# expect: failed
# cases: sums
"""Carries what it's asked for out, by an exception. Cases that aren't open show no feedback."""

def total(numbers):
    raise ValueError(f"asked for {numbers!r}")
