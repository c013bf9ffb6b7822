# A connection for each test: the fourth one breaks the licence.
import pytest
from warehouse import Connection, Warehouse


@pytest.fixture
def connection():
    connection = Connection()
    yield connection
    connection.close()


@pytest.fixture
def warehouse(connection):
    return Warehouse(connection)


@pytest.mark.parametrize("box", "abcdefgh")
def test_put(warehouse, box):
    warehouse.put(box, "left")
    assert warehouse.find(box) == "left"
