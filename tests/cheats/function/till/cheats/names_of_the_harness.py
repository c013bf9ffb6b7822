# guard: -
# expect: failed
# cases: sums
# written against: the source of the guards
"""A class with every name that the harness gives its own attributes."""

class Remote:
    __module__ = "pyjury.remote"
    _pyjury_number = 1
    _pyjury_label = "6"
    _pyjury_original = None
    __pyjury_settable__ = ("calls", "expected")

    class _pyjury_kind:
        base = flags = 0

    def _pyjury_text(self):
        return "6"

    def __eq__(self, other):
        return True

    __hash__ = None
    __annotations__ = {"return": int}
    __doc__ = "6"


def total(numbers):
    return Remote()
