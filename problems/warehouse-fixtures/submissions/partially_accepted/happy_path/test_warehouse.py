# Good fixtures for tests that expect nothing to go wrong.
import pytest
from warehouse import Connection, Warehouse


@pytest.fixture(scope="module")
def connection():
    connection = Connection()
    yield connection
    connection.close()


@pytest.fixture
def warehouse(connection):
    warehouse = Warehouse(connection)
    warehouse.put("a", "left")
    return warehouse


def test_open(connection):
    assert not connection.closed


@pytest.mark.parametrize("box, shelf", [("a", "left"), ("b", None)])
def test_find(warehouse, box, shelf):
    assert warehouse.find(box) == shelf


def test_put(warehouse):
    warehouse.put("b", "left")
    assert warehouse.shelves() == {"left": ["a", "b"]}


def test_take(warehouse):
    warehouse.take("a")
    assert warehouse.find("a") is None


def test_twice(warehouse):
    with pytest.raises(ValueError):
        warehouse.put("a", "left")


def test_full(warehouse):
    with pytest.raises(OverflowError):
        for box in "bcdefg":
            warehouse.put(box, "left")


def test_missing(warehouse):
    with pytest.raises(KeyError):
        warehouse.take("z")
