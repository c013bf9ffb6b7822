# No transaction: what the first test places is there for all others.
import orders
import pytest


@pytest.fixture
def shop():
    db = orders.connect()
    yield orders.Orders(db)
    db.close()


@pytest.mark.parametrize("cents", range(1, 9))
def test_place(shop, cents):
    number = shop.place("ada", cents)
    assert shop.open_of("ada") == [(number, cents)]
