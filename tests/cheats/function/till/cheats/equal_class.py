# guard: comparison
# expect: failed
# cases: sums
"""A class whose metaclass equals everything."""

class Yes(type):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = type.__hash__


def total(numbers):
    return Yes("int", (), {})
