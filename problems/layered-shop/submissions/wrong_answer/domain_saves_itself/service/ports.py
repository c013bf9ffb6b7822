"""What the service needs of the outside."""
from typing import Protocol

from domain.order import Order


class Orders(Protocol):
    def save(self, order: Order) -> None: ...
