# guard: comparison
# expect: failed
# cases: write_roman
"""A text of a kind that equals every other."""

class Yes(str):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = str.__hash__


def write(numbers):
    return Yes("x")
