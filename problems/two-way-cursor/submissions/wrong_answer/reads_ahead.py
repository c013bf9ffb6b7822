# Keeps the item behind the cursor ready, which reads more than is asked for.
class Cursor:
    def __init__(self, source, forward=True, position=0):
        self._source = source
        self._forward = forward
        self._position = position

    @property
    def position(self):
        return self._position

    @position.setter
    def position(self, place):
        if not 0 <= place <= len(self._source):
            raise IndexError(f"no position {place}")
        self._position = place

    def _item(self, place):
        return self._source[place if self._forward else len(self._source) - 1 - place]

    def __iter__(self):
        return self

    def __next__(self):
        if not len(self):
            raise StopIteration
        item = self._item(self._position)
        self._position += 1
        self.ready = self.peek()
        return item

    def back(self):
        if not self._position:
            raise StopIteration
        self._position -= 1
        return self._item(self._position)

    def peek(self, default=None):
        return self._item(self._position) if len(self) else default

    def __reversed__(self):
        return Cursor(self._source, not self._forward, len(self))

    def __len__(self):
        return len(self._source) - self._position
