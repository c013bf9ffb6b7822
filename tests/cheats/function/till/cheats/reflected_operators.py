# guard: comparison
# expect: failed
# cases: largest
"""Greater than all, and with the hash of what it's looked for among."""

class Yes(int):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __hash__(self):
        return hash(9)


def largest(numbers):
    return Yes(1)
