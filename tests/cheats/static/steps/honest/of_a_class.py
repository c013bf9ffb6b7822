"""Methods with the names of containers' methods, a default, and a class that prints itself: none of it comes back."""


class Way:
    def __init__(self, n, seen=()):
        self.items = [n, *seen]

    def append(self, n):
        self.items.append(n)

    def __len__(self):
        return len(self.items)

    def __repr__(self):
        return f"Way({self.items!r})"

    def __eq__(self, other):
        return self.items == other.items


def steps(n):
    way = Way(n)
    while way.items[-1] != 1:
        last = way.items[-1]
        way.append(last // 2 if last % 2 == 0 else 3 * last + 1)
    return len(way) - 1
