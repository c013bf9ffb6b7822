# guard: keys
# expect: no-files
"""Modules are attributes of each other."""

PRICES = {"tea": 5}


def price(article, count):
    return PRICES[article] * count


def keep(tools, text):
    return tools.os.sep + text
