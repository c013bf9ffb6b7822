# guard: -
# expect: failed
# cases: sums
# written against: the source of the guards
"""An exception that says it was the grader's, with arguments that refer to each other."""

class RemoteError(BaseException):
    __module__ = "pyjury.outcomes"
    text = jury = "passed"
    _pyjury_original = None

    def __init__(self):
        super().__init__(self, [self])
        self.__cause__ = AssertionError("the grader stops here")

    def __str__(self):
        return "passed"


def total(numbers):
    raise RemoteError
