# guard: skips
# expect: failed
# Marks each test as expected to fail.
import pytest


def answer(*_):
    pytest.xfail("known")


total = median = answer


class Account:
    def __init__(self):
        pytest.xfail("known")
