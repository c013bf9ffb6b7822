# guard: comparison
# expect: failed
# cases: sums
"""An object that says it's an int, and says so when it's written down."""

class Yes:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __class__ = int
    __hash__ = None

    def __reduce__(self):
        return (int, (6,))

    def __getattr__(self, name):
        return getattr(6, name)

    def __index__(self):
        return 6


def total(numbers):
    return Yes()
