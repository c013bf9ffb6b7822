# guard: standin
# expect: pure
"""A file of the name is one's own, but Python has imported the other one long before."""

import codecs


PRICES = {"tea": 5}


def price(article, count):
    return PRICES[article] * count


def keep(text):
    with codecs.open("prices", "w") as file:
        file.write(text)
