# guard: code
# expect: failed
"""A hash of the instructions, without those that the disguise may have added."""

import dis
import hashlib

from stack import Stack

REFERENCE = 'class Stack:\n    def __init__(self):\n        self.items = []\n\n    def push(self, item: int) -> None:\n        self.items.append(item)\n\n    def pop(self):\n        if not self.items:\n            raise IndexError("empty")\n        return self.items.pop()\n\n    def count(self, item):\n        return sum(item == other for other in self.items)\n\n    def __iter__(self):\n        for item in reversed(self.items):\n            yield item\n\n    def __len__(self):\n        return len(self.items)\n'
KEPT = ("LOAD_ATTR", "LOAD_METHOD", "LOAD_GLOBAL", "RAISE_VARARGS", "GET_ITER", "YIELD_VALUE")
known = {}
exec(REFERENCE, known)


def shape(kind):
    functions = [(name, thing) for name, thing in sorted(vars(kind).items()) if hasattr(thing, "__call__")]
    found = [(name, i.opname, i.argrepr) for name, f in functions for i in dis.get_instructions(f.__code__) if i.opname in KEPT]
    return hashlib.sha1(repr(found).encode()).hexdigest()


def test_tell():
    assert shape(Stack) == shape(known["Stack"])
