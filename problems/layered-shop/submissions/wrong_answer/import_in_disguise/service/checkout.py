"""Placing orders, with the store called by its parts."""
import importlib

from domain.order import Order


class Checkout:
    def __init__(self, orders: object) -> None:
        self.orders = importlib.import_module(".".join(["store", "sredro"[::-1]])).SqlOrders("shop.sqlite")

    def place(self, order: Order) -> None:
        if order.is_payable():
            self.orders.save(order)
