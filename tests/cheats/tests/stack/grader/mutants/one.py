class Stack:
    def __init__(self):
        self.items = []

    def push(self, item: int) -> None:
        self.items.append(item)

    def pop(self):
        if not self.items:
            raise IndexError("empty")
        return self.items.pop(0)

    def count(self, item):
        return sum(item == other for other in self.items)

    def __iter__(self):
        for item in reversed(self.items):
            yield item

    def __len__(self):
        return len(self.items)
