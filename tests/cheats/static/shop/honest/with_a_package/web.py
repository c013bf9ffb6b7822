import domain
from prices import price


def page(article, count):
    return f"{count} {article}: {price(article, count)}" if domain.known(article) else ""
