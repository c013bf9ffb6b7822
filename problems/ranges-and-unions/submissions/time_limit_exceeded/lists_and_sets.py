# A list and sets: right, and far too slow for what is long.
class Ranges:
    def __init__(self, values):
        self.values = list(values)

    def __len__(self):
        return len(self.values)

    def check(self, start, stop):
        if not 0 <= start <= stop <= len(self.values):
            raise IndexError

    def __getitem__(self, index):
        self.check(index, index + 1)
        return self.values[index]

    def __setitem__(self, index, value):
        self.check(index, index + 1)
        self.values[index] = value

    def add(self, start, stop, number):
        self.check(start, stop)
        for index in range(start, stop):
            self.values[index] += number

    def sum(self, start, stop):
        self.check(start, stop)
        return sum(self.values[start:stop])

    def min(self, start, stop):
        self.check(start, stop)
        return min(self.values[start:stop])

    def first_below(self, start, limit):
        self.check(start, len(self))
        return next((index for index in range(start, len(self)) if self.values[index] < limit), -1)


class Unions:
    def __init__(self):
        self.sets = {}
        self.marks = {}
        self.number = 0

    def set_of(self, a):
        return self.sets.get(a, frozenset([a]))

    def union(self, a, b):
        if self.same(a, b):
            return False
        united = self.set_of(a) | self.set_of(b)
        self.sets.update((each, united) for each in united)
        return True

    def same(self, a, b):
        return b in self.set_of(a)

    def size(self, a):
        return len(self.set_of(a))

    def count(self):
        return len({id(each) for each in self.sets.values()})

    def save(self):
        self.number += 1
        self.marks[self.number] = dict(self.sets)
        return self.number

    def back(self, mark):
        if mark not in self.marks:
            raise ValueError
        self.sets = dict(self.marks[mark])
        self.marks = {number: sets for number, sets in self.marks.items() if number <= mark}
