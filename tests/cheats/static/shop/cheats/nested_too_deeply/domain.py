# guard: unreadable
# expect: no-files
"""No rule can go down so far."""

from decimal import Decimal

PRICES = {"tea": Decimal(5)}


def price(article, count):
    return PRICES[article] * count
