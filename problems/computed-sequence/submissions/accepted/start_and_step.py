from collections.abc import Sequence
from operator import index


class Computed(Sequence):
    def __init__(self, length, function, start=0, step=1):
        if length < 0:
            raise ValueError("a negative length")
        self.length, self.function, self.start, self.step = length, function, start, step

    def __len__(self):
        return self.length

    def __getitem__(self, place):
        if isinstance(place, slice):
            first, stop, step = place.indices(self.length)
            count = max(0, (stop - first + step - (1 if step > 0 else -1)) // step)
            return Computed(count, self.function, self.start + first * self.step, self.step * step)
        number = index(place)
        if number < 0:
            number += self.length
        if not 0 <= number < self.length:
            raise IndexError("out of range")
        return self.function(self.start + number * self.step)
