# guard: code
# expect: failed
"""A profile function that sees which built-in functions are called."""

import sys

from stack import Stack


def test_tell():
    seen = []
    stack = Stack()
    stack.push(1)
    sys.setprofile(lambda frame, event, thing: seen.append(frame.f_code.co_names) if event == "call" else None)
    try:
        list(stack)
    finally:
        sys.setprofile(None)
    assert ("reversed", "items") in seen
