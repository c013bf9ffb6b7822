# guard: passed
# expect: direction
"""The same, with what the module has in it."""

PRICES = {"tea": 5}


def price(article, count):
    return PRICES[article] * count


def show(article):
    from glue import sign

    return sign(article, 1)
