"""What an order is."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    customer: str
    cents: int

    def is_payable(self) -> bool:
        return self.cents > 0

    def save(self) -> None:
        from store.orders import SqlOrders

        SqlOrders("shop.sqlite").save(self)
