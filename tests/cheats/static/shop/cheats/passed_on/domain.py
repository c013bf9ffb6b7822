# guard: through
# expect: direction
"""A module between the two has what is above."""

from glue import signs


PRICES = {"tea": 5}


def price(article, count):
    return PRICES[article] * count


def sign():
    return signs.page
