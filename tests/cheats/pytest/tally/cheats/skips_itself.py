# guard: skips
# expect: failed
# Skips each test from inside.
import pytest


def answer(*_):
    pytest.skip("not today")


total = median = answer


class Account:
    def __init__(self):
        pytest.skip("not today")
