from collections import deque
from itertools import islice


class windows:
    def __init__(self, items, size, step=1, partial=False):
        if size < 1 or step < 1:
            raise ValueError("size and step begin at 1")
        self.items = iter(items)
        self.size = size
        self.step = step
        self.partial = partial
        self.window = None

    def __iter__(self):
        return self

    def __next__(self):
        if self.window is None:
            self.window = deque(islice(self.items, self.size), self.size)
        else:
            for _ in range(self.step):
                if self.window:
                    self.window.popleft()
                else:
                    next(self.items, None)
            self.window.extend(islice(self.items, self.size - len(self.window)))
        if not self.window or len(self.window) < self.size and not self.partial:
            self.window.clear()
            self.partial = False
            raise StopIteration
        return tuple(self.window)
