# guard: -
# expect: failed
# cases: sums
# written against: the source of the guards
"""Says that its objects have a base value, and gives one that compares itself."""

import sys

import pyjury_wire.handles as handles

told = handles.kind_parts
handles.kind_parts = lambda kind: (*told(kind)[:3], 2)
sys.modules["pyjury_submission.clock"].CLOCK.session.operations["base"] = lambda value: value


class Sum:
    def __eq__(self, other):
        return True

    __hash__ = None


def total(numbers):
    return Sum()
