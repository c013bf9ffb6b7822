# guard: keys
# expect: pure
"""warnings keeps itself in an object, and has imported sys."""

import warnings


PRICES = {"tea": 5}


def price(article, count):
    return PRICES[article] * count


def modules():
    return warnings.catch_warnings()._module.sys
