# guard: -
# expect: failed
# cases: remembered
"""Gives iterators, generators and callables that are something else each time they're looked at."""

class Again:
    def __call__(self, *args):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(self)

    def __eq__(self, other):
        return True

    def send(self, value):
        return self

    __hash__ = None


def remember(function):
    return Again()
