# guard: code
# expect: failed
"""Code as bytes."""

import marshal

from stack import Stack


def test_tell():
    assert b"IndexError" in marshal.dumps(Stack.pop.__code__)
