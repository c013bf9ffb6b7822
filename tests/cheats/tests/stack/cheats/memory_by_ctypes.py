# guard: code
# expect: failed
"""The address of a function's code, read by ctypes."""

import ctypes

from stack import Stack

CODE = 48  # bytes into a function of CPython


def test_tell():
    code = ctypes.py_object.from_address(id(Stack.pop) + CODE).value
    assert code.co_names == ("items", "IndexError", "pop")
