# guard: -
# expect: failed
# cases: sums
"""More than fits into a frame, in the hope that less is compared."""

def total(numbers):
    return "6" * (80 << 20)
