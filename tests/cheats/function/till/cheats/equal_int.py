# guard: comparison
# expect: failed
# cases: sums
"""An int of a kind that equals every other."""

class Yes(int):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = int.__hash__


def total(numbers):
    return Yes(17)
