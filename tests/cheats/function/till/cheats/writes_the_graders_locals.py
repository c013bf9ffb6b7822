# guard: processes
# expect: failed
# cases: sums
"""A frame's locals can be written to: None is expected from now on."""

import ctypes
import sys


def total(numbers):
    frame = sys._getframe()
    while frame is not None and "expected" not in frame.f_locals:
        frame = frame.f_back
    if frame is not None:
        frame.f_locals["expected"] = None
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
