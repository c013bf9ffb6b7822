import pytest
from doubles import Payment, Prices, Receipts, Stock
from till import Declined, check_out


class Shop:
    def __init__(self):
        self.ledger = []
        self.services = {
            "prices": Prices(self.ledger, {"tea": 300, "cup": 50, "bun": 120}),
            "stock": Stock(self.ledger, {"tea": 2, "cup": 9, "bun": 0}),
            "payment": Payment(self.ledger),
            "receipts": Receipts(self.ledger),
        }
        self.__dict__.update(self.services)

    def sell(self, **cart):
        return check_out(cart, "ada", **self.services)

    def said(self, verb):
        return [entry[1:] for entry in self.ledger if entry[0] == verb]


@pytest.fixture
def shop():
    return Shop()


def test_the_order_of_things(shop):
    assert shop.sell(tea=2, cup=3) == 750
    assert sorted(shop.ledger[:2]) == [("price", "cup"), ("price", "tea")]
    assert shop.ledger[2:] == [("take", "tea", 2), ("take", "cup", 3), ("pay", "ada", 750), ("send", "ada", 750)]


def test_an_empty_cart(shop):
    with pytest.raises(ValueError):
        shop.sell()
    assert shop.ledger == []


def test_no_price(shop):
    with pytest.raises(KeyError):
        shop.sell(cup=1, hat=1)
    assert not shop.said("take")


def test_not_enough(shop):
    with pytest.raises(LookupError):
        shop.sell(tea=2, cup=3, bun=1)
    assert shop.said("put back") == [("tea", 2), ("cup", 3)]
    assert not shop.said("pay") and not shop.said("send")


@pytest.mark.parametrize("answer, error", [(False, Declined), (ConnectionError("down"), ConnectionError)])
def test_not_paid(shop, answer, error):
    shop.payment.answer = answer
    with pytest.raises(error):
        shop.sell(tea=1, cup=2)
    assert sorted(shop.said("put back")) == [("cup", 2), ("tea", 1)]
    assert len(shop.said("pay")) == 1
    assert not shop.said("send")


def test_no_receipt(shop):
    shop.receipts.error = OSError("no paper")
    with pytest.raises(OSError):
        shop.sell(tea=1)
    assert not shop.said("put back")


def test_the_receipt_has_a_copy(shop):
    cart = {"tea": 1}
    check_out(cart, "bob", **shop.services)
    cart["tea"] = 5
    assert shop.receipts.carts == [{"tea": 1}]
