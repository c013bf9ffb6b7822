from importlib import metadata
import decimal

import prices


def known(article):
    return article in prices.PRICES and isinstance(prices.PRICES[article], decimal.Decimal) and bool(metadata.PathDistribution)
