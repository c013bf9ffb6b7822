# A single warehouse for all tests: what one puts there is in the way of the next.
import pytest
from warehouse import Connection, Warehouse


@pytest.fixture(scope="session")
def connection():
    return Connection()


@pytest.fixture(scope="session")
def warehouse(connection):
    return Warehouse(connection)


@pytest.mark.parametrize("number", range(8))
def test_put(warehouse, number):
    warehouse.put("a", "left")
    assert warehouse.shelves() == {"left": ["a"]}
