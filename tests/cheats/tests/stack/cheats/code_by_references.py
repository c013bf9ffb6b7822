# guard: code
# expect: failed
"""What the garbage collector says that a function refers to."""

import gc
import types

from stack import Stack


def test_tell():
    found = [thing for thing in gc.get_referents(Stack.pop) if isinstance(thing, types.CodeType)]
    assert found[0].co_names == ("items", "IndexError", "pop")
