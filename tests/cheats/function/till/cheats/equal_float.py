# guard: comparison
# expect: failed
# cases: sums
"""A float of a kind that equals every other."""

class Yes(float):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = float.__hash__


def total(numbers):
    return Yes("nan")
