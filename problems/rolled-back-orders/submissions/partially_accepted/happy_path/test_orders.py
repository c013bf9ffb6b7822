# Rolls back well, but tries nothing that is refused.
import orders
import pytest


@pytest.fixture
def shop():
    db = orders.connect()
    try:
        db.execute("begin")
        yield orders.Orders(db)
        db.execute("rollback")
    finally:
        db.close()


@pytest.mark.parametrize("cents", [1, 10, 50, 100, 1000])
def test_place(shop, cents):
    number = shop.place("ada", cents)
    assert shop.open_of("ada") == [(number, cents)]
    assert shop.credit("ada") == 1000 - cents


def test_cancel(shop):
    shop.cancel(shop.place("bob", 50))
    assert shop.open_of("bob") == []


def test_ship(shop):
    shop.ship(shop.place("bob", 50))
    assert shop.revenue() == 50


def test_credit(shop):
    assert shop.credit("bob") == 50
