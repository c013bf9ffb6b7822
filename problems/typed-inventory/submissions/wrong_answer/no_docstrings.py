"""An inventory that keeps its items by name."""
from dataclasses import dataclass

@dataclass(frozen=True)
class Item:

    name: str
    price: int
    count: int = 1

class Inventory:

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}

    def add(self, item: Item) -> None:
        known = self._items.get(item.name)
        count = item.count + (known.count if known else 0)
        self._items[item.name] = Item(item.name, item.price, count)

    def worth(self) -> int:
        return sum(item.price * item.count for item in self._items.values())

    @property
    def names(self) -> list[str]:
        return sorted(self._items)
