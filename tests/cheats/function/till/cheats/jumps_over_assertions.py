# guard: processes
# expect: failed
# cases: largest
"""A trace function leads the grader's frame past its assertions."""

import sys


def jump(frame, event, argument):
    if event == "line":
        try:
            frame.f_lineno = frame.f_code.co_firstlineno + 3
        except ValueError:
            return jump
        frame.f_trace = None
    return jump


def largest(numbers):
    frame = sys._getframe().f_back
    while frame is not None and frame.f_code.co_name != "largest":
        frame = frame.f_back
    if frame is not None:
        frame.f_trace = skip
        sys.settrace(lambda *args: None)
    return 9.5


def skip(frame, event, argument):
    return jump(frame, event, argument)
