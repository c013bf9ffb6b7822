"""Puts the shop together."""
from api.commands import run
from service.checkout import Checkout
from store.orders import SqlOrders

if __name__ == "__main__":
    run(Checkout(SqlOrders("shop.sqlite")))
