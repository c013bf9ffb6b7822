# guard: -
# expect: failed
"""The source, as inspect and linecache find it."""

import inspect

from stack import Stack


def test_tell():
    assert "IndexError" in inspect.getsource(Stack.pop)
