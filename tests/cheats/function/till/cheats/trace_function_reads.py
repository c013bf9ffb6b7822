# guard: processes
# expect: failed
# cases: sums
"""A trace function is told of every line of the grader's."""

import sys

found = []


def look(frame, event, argument):
    if "expected" in frame.f_locals:
        found.append(frame.f_locals["expected"])
    return look


def total(numbers):
    frame = sys._getframe()
    while frame is not None:
        frame.f_trace = look
        look(frame, "line", None)
        frame = frame.f_back
    return found[-1] if found else None
