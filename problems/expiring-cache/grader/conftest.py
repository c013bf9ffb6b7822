import pytest
from cache import ExpiringCache


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make(clock):
    return lambda capacity=2, ttl=10: ExpiringCache(capacity, ttl, clock)
