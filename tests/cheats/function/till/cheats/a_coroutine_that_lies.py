# guard: -
# expect: failed
# cases: in_a_group
"""What is awaited is awaited for ever, by an object that says it has ended."""

class Ended:
    def __await__(self):
        return iter(())

    def done(self):
        return True

    def result(self):
        return self

    def __eq__(self, other):
        return True

    __hash__ = None


def doubled(number):
    return Ended()
