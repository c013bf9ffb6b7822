# guard: code
# expect: failed
"""Tuples of constants that hold a string of the implementation."""

import gc

from stack import Stack


def test_tell():
    try:
        Stack().pop()
    except IndexError as error:
        assert gc.get_referrers(error.args[0]) is not None
        names = gc.get_referents(Stack.pop)[0].co_names
        assert names == ("items", "IndexError", "pop")
    else:
        assert False
