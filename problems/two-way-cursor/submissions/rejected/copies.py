# Copies the source into a list.
class Cursor:
    def __init__(self, source, position=0):
        self.items = [source[place] for place in range(min(len(source), 10_000))]
        self.place = position

    position = property(lambda self: self.place)

    @position.setter
    def position(self, place):
        if not 0 <= place <= len(self.items):
            raise IndexError(place)
        self.place = place

    def __iter__(self):
        return self

    def __next__(self):
        if self.place >= len(self.items):
            raise StopIteration
        self.place += 1
        return self.items[self.place - 1]

    def back(self):
        if not self.place:
            raise StopIteration
        self.place -= 1
        return self.items[self.place]

    def peek(self, default=None):
        return self.items[self.place] if self.place < len(self.items) else default

    def __reversed__(self):
        return Cursor(self.items[::-1], len(self))

    def __len__(self):
        return len(self.items) - self.place
