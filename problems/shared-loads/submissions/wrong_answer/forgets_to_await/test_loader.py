# The tests make coroutines and compare these: nothing is loaded, and nothing is equal.
import pytest
from loader import Loader


async def fetch(key):
    return key


@pytest.mark.parametrize("key", range(6))
def test_value(key):
    assert Loader(fetch).get(key) == key
