# The reversed iterator is a generator that moves the cursor itself, and can only go one way.
class Cursor:
    def __init__(self, source):
        self.source, self.position = source, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.position >= len(self.source):
            raise StopIteration
        self.position += 1
        return self.source[self.position - 1]

    def back(self):
        if not self.position:
            raise StopIteration
        self.position -= 1
        return self.source[self.position]

    def peek(self, default=None):
        return self.source[self.position] if self.position < len(self.source) else default

    def __reversed__(self):
        while self.position:
            yield self.back()

    def __len__(self):
        return len(self.source) - self.position
