# guard: relative
# expect: pure
"""The name is relative to a package of another's."""

import importlib


PRICES = {"tea": 5}


def price(article, count):
    return PRICES[article] * count


def note(text):
    return importlib.import_module(".path", "os")
