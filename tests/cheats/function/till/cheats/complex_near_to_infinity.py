# guard: nearness
# expect: failed
# cases: infinite
# written against: the source of the guards
"""The same with a complex number, which is compared elsewhere."""

def ratio(left, right):
    return 0j
