"""Doubles of the four services; all write into one ledger."""


class Prices:
    """A stub."""

    def __init__(self, ledger, prices):
        self.ledger, self.prices = ledger, prices

    def price(self, article):
        self.ledger.append(("price", article))
        return self.prices[article]


class Stock:
    """A fake: shelves in a dictionary."""

    def __init__(self, ledger, counts):
        self.ledger, self.counts = ledger, counts

    def take(self, article, count):
        if self.counts[article] < count:
            raise LookupError(article)
        self.ledger.append(("take", article, count))
        self.counts[article] -= count

    def put_back(self, article, count):
        self.ledger.append(("put back", article, count))
        self.counts[article] += count


class Payment:
    """A stub that answers as it is told."""

    def __init__(self, ledger):
        self.ledger, self.answer = ledger, True

    def pay(self, customer, cents):
        self.ledger.append(("pay", customer, cents))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Receipts:
    """A spy."""

    def __init__(self, ledger):
        self.ledger, self.carts, self.error = ledger, [], None

    def send(self, customer, cart, cents):
        self.ledger.append(("send", customer, cents))
        self.carts.append(cart)
        if self.error:
            raise self.error
