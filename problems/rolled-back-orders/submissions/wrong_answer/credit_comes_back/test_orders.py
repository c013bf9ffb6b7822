# Expects credit to come back when an order is shipped.
import orders
import pytest


@pytest.fixture
def shop():
    db = orders.connect()
    db.execute("begin")
    yield orders.Orders(db)
    db.execute("rollback")
    db.close()


@pytest.mark.parametrize("cents", range(1, 9))
def test_ship(shop, cents):
    shop.ship(shop.place("ada", cents))
    assert shop.credit("ada") == 1000
