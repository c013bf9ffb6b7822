# guard: -
# expect: protocol
# cases: sums
"""More parts than one frame may have."""

def total(numbers):
    return [[] for _ in range(600_000)]
