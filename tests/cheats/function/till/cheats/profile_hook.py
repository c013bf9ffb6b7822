# guard: processes
# expect: failed
# cases: sums
"""A profile hook sees the grader's frames."""

import sys

found = []


def look(frame, event, argument):
    while frame is not None:
        if "expected" in frame.f_locals:
            found.append(frame.f_locals["expected"])
        frame = frame.f_back


def total(numbers):
    sys.setprofile(look)
    len(numbers)
    sys.setprofile(None)
    return found[-1] if found else None
