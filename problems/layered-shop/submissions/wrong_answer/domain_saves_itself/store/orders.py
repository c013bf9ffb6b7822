"""Orders in SQLite."""
import sqlite3

from domain.order import Order


class SqlOrders:
    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute("create table if not exists orders (customer text, cents integer)")

    def save(self, order: Order) -> None:
        with self.connection:
            self.connection.execute("insert into orders values (?, ?)", (order.customer, order.cents))
