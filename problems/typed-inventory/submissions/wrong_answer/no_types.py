"""An inventory that keeps its items by name."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """Something on the shelf."""

    name: str
    price: int
    count: int = 1


class Inventory:
    """What is on the shelf."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}

    def add(self, item) -> None:
        """Put an item on the shelf, with those of its name."""
        known = self._items.get(item.name)
        count = item.count + (known.count if known else 0)
        self._items[item.name] = Item(item.name, item.price, count)

    def worth(self):
        """The price of all, in cents."""
        return sum(item.price * item.count for item in self._items.values())

    @property
    def names(self) -> list[str]:
        """All names, in alphabetical order."""
        return sorted(self._items)
