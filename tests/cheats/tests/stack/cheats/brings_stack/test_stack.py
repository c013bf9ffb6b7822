# guard: refusal
# expect: refused
"""An implementation of its own beside the one to be tested."""

from stack import Stack


def test_tell():
    assert Stack().pop() == 1
