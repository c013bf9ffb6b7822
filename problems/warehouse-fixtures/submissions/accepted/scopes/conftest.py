import pytest
from warehouse import Connection, Warehouse


@pytest.fixture(scope="session")
def connection():
    connection = Connection()
    yield connection
    connection.close()


@pytest.fixture
def warehouse(connection):
    return Warehouse(connection)


@pytest.fixture
def filled(warehouse):
    for box in ("c", "a", "b"):
        warehouse.put(box, "left")
    warehouse.put("d", "right")
    return warehouse
