# guard: -
# expect: survived
"""A function, pickled: its name."""

import pickle

from stack import Stack


def test_tell():
    assert b"IndexError" not in pickle.dumps(Stack.pop)
