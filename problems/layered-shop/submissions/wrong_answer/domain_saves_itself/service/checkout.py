"""Placing orders."""
from domain.order import Order

from .ports import Orders


class Checkout:
    def __init__(self, orders: Orders) -> None:
        self.orders = orders

    def place(self, order: Order) -> None:
        if order.is_payable():
            self.orders.save(order)
