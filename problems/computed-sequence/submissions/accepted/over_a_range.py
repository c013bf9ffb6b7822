from collections.abc import Sequence


class Computed(Sequence):
    """Slicing is what ranges are good at: keep the range, and slice that."""

    def __init__(self, length, function):
        if length < 0:
            raise ValueError("a negative length")
        self.numbers = range(length)
        self.function = function

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, place):
        chosen = self.numbers[place]
        if not isinstance(chosen, range):
            return self.function(chosen)
        part = Computed(0, self.function)
        part.numbers = chosen
        return part
