# guard: -
# expect: failed
# cases: sums
"""Raises what a grader raises, by every name."""

class PeerGone(BaseException):
    __module__ = "pyjury_wire.errors"


class Failure(AssertionError):
    __module__ = "pyjury.failure"
    text = jury = "passed"


class PackageFault(Exception):
    __module__ = "pyjury.failure"


def total(numbers):
    raise [PeerGone, Failure, PackageFault, NameError][len(numbers) % 4]("not the submission's fault")
