from domain import price


def page(article, count):
    return f"{count} {article}: {price(article, count)}"
