"""A warehouse, and the connection that it is reached by."""


class Connection:
    """Only one may be open, and the licence is for three in all."""

    _open = False
    _opened = 0

    def __init__(self):
        cls = type(self)
        if cls._open:
            raise RuntimeError("the other connection was not closed")
        if cls._opened == 3:
            raise RuntimeError("the licence is used up")
        cls._open = True
        cls._opened += 1
        self.closed = False

    def close(self):
        type(self)._open = False
        self.closed = True


class Warehouse:
    """Boxes on shelves. Each shelf holds so many boxes."""

    def __init__(self, connection, size=3):
        if connection.closed:
            raise ValueError("the connection is closed")
        self._connection = connection
        self._size = size
        self._shelves = {}

    def _check(self):
        if self._connection.closed:
            raise ValueError("the connection is closed")

    def put(self, box, shelf):
        self._check()
        if self.find(box) is not None:
            raise ValueError(f"{box} is here already")
        boxes = self._shelves.setdefault(shelf, [])
        if len(boxes) == self._size:
            boxes.pop(0)
        boxes.append(box)

    def find(self, box):
        self._check()
        return next((shelf for shelf, boxes in self._shelves.items() if box in boxes), None)

    def take(self, box):
        self._check()
        shelf = self.find(box)
        if shelf is None:
            raise KeyError(box)
        self._shelves[shelf].remove(box)
        if not self._shelves[shelf]:
            del self._shelves[shelf]

    def shelves(self):
        """The boxes of each shelf that has some, in the order that they came."""
        self._check()
        return {shelf: list(boxes) for shelf, boxes in self._shelves.items() if boxes}
