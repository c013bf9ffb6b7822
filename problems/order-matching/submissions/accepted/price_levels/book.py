"""A queue for each price, and a sorted list of prices for each side."""
from bisect import bisect_left, insort
from dataclasses import dataclass


@dataclass
class Order:
    id: int
    side: str
    quantity: int
    price: int


class Book:
    def __init__(self, report):
        self.report = report
        self.prices = {"buy": [], "sell": []}
        self.levels = {"buy": {}, "sell": {}}
        self.orders = {}

    def best(self, side):
        return self.prices[side][-1 if side == "buy" else 0]

    def fits(self, order, other_side):
        if not self.prices[other_side]:
            return False
        best = self.best(other_side)
        return best <= order.price if order.side == "buy" else best >= order.price

    def add(self, side, id, quantity, price):
        order = Order(id, side, quantity, price)
        other_side = "sell" if side == "buy" else "buy"
        while order.quantity and self.fits(order, other_side):
            waiting = next(iter(self.levels[other_side][self.best(other_side)].values()))
            pieces = min(order.quantity, waiting.quantity)
            buyer, seller = (order, waiting) if side == "buy" else (waiting, order)
            self.report(f"trade {buyer.id} {seller.id} {pieces} {waiting.price}")
            order.quantity -= pieces
            waiting.quantity -= pieces
            if not waiting.quantity:
                self.remove(waiting)
        if order.quantity:
            self.orders[id] = order
            if price not in self.levels[side]:
                self.levels[side][price] = {}
                insort(self.prices[side], price)
            self.levels[side][price][id] = order

    def remove(self, order):
        del self.orders[order.id]
        level = self.levels[order.side][order.price]
        del level[order.id]
        if not level:
            del self.levels[order.side][order.price]
            prices = self.prices[order.side]
            del prices[bisect_left(prices, order.price)]

    def cancel(self, id):
        order = self.orders.get(id)
        if order is None:
            self.report(f"not waiting {id}")
        else:
            self.remove(order)
            self.report(f"cancelled {id} {order.quantity}")

    def show(self):
        for side, prices in (("buy", self.prices["buy"][::-1]), ("sell", self.prices["sell"])):
            for price in prices:
                for order in self.levels[side][price].values():
                    self.report(f"open {order.id} {order.quantity} {order.price}")
