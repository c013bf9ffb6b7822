"""What happens at the till."""

import shop_services


class Declined(Exception):
    """The payment wasn't made."""


def check_out(cart, customer, *, prices=None, stock=None, payment=None, receipts=None):
    """Sells a cart, a dictionary from articles to counts; the sum in cents."""
    prices = prices or shop_services.prices
    stock = stock or shop_services.stock
    payment = payment or shop_services.payment
    receipts = receipts or shop_services.receipts
    if not cart:
        raise ValueError("an empty cart")
    total = sum(prices.price(article) * count for article, count in cart.items())
    taken = {}
    try:
        for article, count in cart.items():
            stock.take(article, count)
            taken[article] = count
        if not payment.pay(customer, total):
            raise Declined(customer)
    except BaseException:
        for article, count in taken.items():
            stock.put_back(article, count)
        raise
    receipts.send(customer, cart, total)
    return total
