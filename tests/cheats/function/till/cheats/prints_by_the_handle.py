# guard: -
# expect: failed
# cases: printed_receipt
"""The operation that tells what was printed tells what it's asked for."""

import sys

session = sys.modules["pyjury_submission.clock"].CLOCK.session


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


session.operations["prints"] = lambda: Text("")


def receipt(lines):
    return Text("")
