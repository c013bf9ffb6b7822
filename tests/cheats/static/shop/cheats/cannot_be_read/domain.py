# guard: unreadable
# expect: no-files
"""A file with a null byte: nothing can look at it."""

from decimal import Decimal

PRICES = {"tea": Decimal(5)}


def price(article, count):
    return PRICES[article] * count
