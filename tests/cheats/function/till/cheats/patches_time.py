# guard: processes
# expect: failed
# cases: takes_its_time
"""The clock that the grader reads runs faster."""

import time

real, calls = time.monotonic, []


def monotonic():
    calls.append(1)
    return real() + len(calls)


time.monotonic = monotonic


def wait_a_little():
    pass
