"""An inventory that is a list, with dataclasses under another name."""
import dataclasses as dc


@dc.dataclass(frozen=True, order=True)
class Item:
    """Something on the shelf."""

    name: "str"
    price: int
    count: int = 1


class Inventory:
    """What is on the shelf."""

    items: list[Item]

    def __init__(self, items: tuple[Item, ...] = ()) -> None:
        self.items = list(items)

    def add(self, item: "Item") -> None:
        """Put an item on the shelf."""
        self.items.append(item)

    def worth(self) -> int:
        """The price of all, in cents."""
        return sum([item.price * item.count for item in self.items])

    @property
    def names(self) -> list[str]:
        """All names, in alphabetical order."""
        return sorted({item.name for item in self.items})
