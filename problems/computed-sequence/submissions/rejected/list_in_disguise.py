# Works everything out at once, and only 10,000 items where there are more.
from collections.abc import Sequence


class Computed(Sequence):
    def __init__(self, length, function):
        if length < 0:
            raise ValueError("a negative length")
        if length > 10_000:
            length = 10_000
        self.function = function
        self.items = [function(number) for number in range(length)]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, place):
        if isinstance(place, slice):
            part = Computed(0, self.function)
            part.items = self.items[place]
            return part
        return self.items[place]
