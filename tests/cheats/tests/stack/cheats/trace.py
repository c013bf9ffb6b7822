# guard: code
# expect: failed
"""A trace function that sees code objects."""

import sys

from stack import Stack


def test_tell():
    seen = []
    stack = Stack()
    stack.push(1)
    sys.settrace(lambda frame, event, thing: seen.append(frame.f_code.co_names))
    try:
        list(stack)
    finally:
        sys.settrace(None)
    assert ("reversed", "items") in seen
