class Stack:
    def __init__(self, limit=None):
        self._items = []
        self._limit = limit

    def push(self, item):
        if self._limit is not None and len(self._items) >= self._limit:
            raise OverflowError("the stack is full")
        self._items.append(item)

    def pop(self):
        if not self._items:
            raise IndexError("the stack is empty")
        return self._items.pop()

    def peek(self):
        if not self._items:
            raise IndexError("the stack is empty")
        return self._items.pop()

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items[::-1])
