# guard: comparison
# expect: failed
# cases: sums
"""An object that equals whatever comes."""

class Yes:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None


def total(numbers):
    return Yes()
