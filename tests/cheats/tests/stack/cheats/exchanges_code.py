# guard: code
# expect: failed
"""A function of the suite that is given the implementation's code."""

from stack import Stack


def own(self):
    pass


def test_tell():
    own.__code__ = Stack.pop.__code__
    assert own.__code__.co_names == ("items", "IndexError", "pop")
