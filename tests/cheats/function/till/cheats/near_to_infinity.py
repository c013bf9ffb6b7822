# guard: nearness
# expect: failed
# cases: infinite
"""A millionth of infinity is infinity: whatever is finite is near."""

def ratio(left, right):
    return 0.0
