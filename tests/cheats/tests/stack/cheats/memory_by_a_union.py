# guard: code
# expect: failed
"""The address of a function's code, read through a union of ctypes, which a module of the library has loaded."""

import multiprocessing.sharedctypes

from stack import Stack

CODE = 48  # bytes into a function of CPython
ctypes = multiprocessing.sharedctypes.ctypes


def test_tell():
    class Word(ctypes.Union):
        _fields_ = [("address", ctypes.c_void_p), ("things", ctypes.POINTER(ctypes.py_object))]

    word = Word()
    word.address = id(Stack.pop) + CODE
    assert word.things[0].co_names == ("items", "IndexError", "pop")
