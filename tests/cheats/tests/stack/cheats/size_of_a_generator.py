# guard: variation
# expect: failed
"""How large a generator is: it has its locals in it."""

import sys

from stack import Stack

REFERENCE = 'class Stack:\n    def __init__(self):\n        self.items = []\n\n    def push(self, item: int) -> None:\n        self.items.append(item)\n\n    def pop(self):\n        if not self.items:\n            raise IndexError("empty")\n        return self.items.pop()\n\n    def count(self, item):\n        return sum(item == other for other in self.items)\n\n    def __iter__(self):\n        for item in reversed(self.items):\n            yield item\n\n    def __len__(self):\n        return len(self.items)\n'
known = {}
exec(REFERENCE, known)


def test_tell():
    assert sys.getsizeof(iter(Stack())) == sys.getsizeof(iter(known["Stack"]()))
