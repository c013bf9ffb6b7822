# guard: code
# expect: failed
"""The code of the frame that asks an item whether it is another."""

import sys

from stack import Stack


class Item:
    def __eq__(self, other):
        seen.append(sys._getframe(1).f_back.f_code.co_names)
        return True


seen = []


def test_tell():
    stack = Stack()
    stack.push(1)
    stack.count(Item())
    assert seen == [("sum", "items")]
