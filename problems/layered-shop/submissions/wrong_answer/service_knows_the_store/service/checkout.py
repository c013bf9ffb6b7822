"""Placing orders."""
from domain.order import Order
from store.orders import SqlOrders


class Checkout:
    def __init__(self, orders: SqlOrders) -> None:
        self.orders = orders

    def place(self, order: Order) -> None:
        if order.is_payable():
            self.orders.save(order)
