# guard: -
# expect: failed
# cases: sums
"""An exception that isn't raised, and equals everything."""

class Yes(Exception):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = Exception.__hash__


def total(numbers):
    return Yes()
