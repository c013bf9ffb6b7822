# guard: code
# expect: failed
"""The same with the types of ctypes as the classes of the process know them, without any module."""

import multiprocessing.sharedctypes  # noqa: F401

from stack import Stack

CODE = 48  # bytes into a function of CPython


def below(kind):
    for found in type.__subclasses__(kind):
        yield found
        yield from below(found)


def test_tell():
    kinds = {kind.__name__: kind for kind in below(object) if kind.__module__ == "_ctypes"}
    union, simple, pointer = kinds["Union"], kinds["_SimpleCData"], kinds["_Pointer"]
    number = type(simple)("Number", (simple,), {"_type_": "P"})
    thing = type(simple)("Thing", (simple,), {"_type_": "O"})
    things = type(pointer)("Things", (pointer,), {"_type_": thing})
    word = type(union)("Word", (union,), {"_fields_": [("address", number), ("things", things)]})()
    word.address = number(id(Stack.pop) + CODE)
    assert word.things[0].co_names == ("items", "IndexError", "pop")
