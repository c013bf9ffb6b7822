# What was added to a whole node is forgotten when its least value is worked out anew.
INFINITE = float("inf")


class Ranges:
    """A tree over the values: each node knows sum and least value below it, and what is added to all of them."""

    def __init__(self, values):
        self.count = len(values)
        self.width = 1 << max(self.count - 1, 0).bit_length()
        self.sums = [0] * self.width + list(values) + [0] * (self.width - self.count)
        self.least = [INFINITE] * self.width + list(values) + [INFINITE] * (self.width - self.count)
        self.added = [0] * (2 * self.width)
        for node in range(self.width - 1, 0, -1):
            self.sums[node] = self.sums[2 * node] + self.sums[2 * node + 1]
            self.least[node] = min(self.least[2 * node], self.least[2 * node + 1])

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        self.check_index(index)
        return self.sum(index, index + 1)

    def __setitem__(self, index, value):
        self.add(index, index + 1, value - self[index])

    def check_index(self, index):
        if not 0 <= index < self.count:
            raise IndexError(f"no index {index} among {self.count} values")

    def check(self, start, stop):
        if not 0 <= start <= stop <= self.count:
            raise IndexError(f"no range from {start} to {stop} among {self.count} values")

    def add(self, start, stop, number):
        self.check(start, stop)
        if start < stop:
            self.add_below(1, 0, self.width, start, stop, number)

    def add_below(self, node, low, high, start, stop, number):
        self.sums[node] += number * (min(high, stop) - max(low, start))
        if start <= low and high <= stop:
            self.least[node] += number
            self.added[node] += number
            return
        middle = (low + high) // 2
        if start < middle:
            self.add_below(2 * node, low, middle, start, stop, number)
        if stop > middle:
            self.add_below(2 * node + 1, middle, high, start, stop, number)
        self.least[node] = min(self.least[2 * node], self.least[2 * node + 1])

    def parts(self, start, stop):
        """The nodes that the range consists of, from left to right: node, places, what is added from above."""
        stack = [(1, 0, self.width, 0)]
        while stack:
            node, low, high, above = stack.pop()
            if stop <= low or high <= start:
                continue
            if start <= low and high <= stop:
                yield node, low, high, above
                continue
            above += self.added[node]
            middle = (low + high) // 2
            stack += [(2 * node + 1, middle, high, above), (2 * node, low, middle, above)]

    def sum(self, start, stop):
        self.check(start, stop)
        return sum(self.sums[node] + above * (high - low) for node, low, high, above in self.parts(start, stop))

    def min(self, start, stop):
        self.check(start, stop)
        if start == stop:
            raise ValueError("the least value of an empty range")
        return min(self.least[node] + above for node, _, _, above in self.parts(start, stop))

    def first_below(self, start, limit):
        self.check(start, self.count)
        for node, low, _, above in self.parts(start, self.count):
            if self.least[node] + above < limit:
                return self.descend(node, above, limit)
        return -1

    def descend(self, node, above, limit):
        while node < self.width:
            above += self.added[node]
            node *= 2
            if self.least[node] + above >= limit:
                node += 1
        return node - self.width


class Unions:
    """Trees of elements, the smaller one below the larger one; no path is shortened, so a union can be undone."""

    def __init__(self):
        self.above = {}
        self.sizes = {}
        self.united = 0
        self.undo = []
        self.marks = {}  # from numbers, in the order in which they were given, to lengths of undo
        self.number = 0

    def root(self, element):
        while element in self.above:
            element = self.above[element]
        return element

    def same(self, a, b):
        return self.root(a) == self.root(b)

    def size(self, a):
        return self.sizes.get(self.root(a), 1)

    def count(self):
        return self.united

    def union(self, a, b):
        small, large = sorted((self.root(a), self.root(b)), key=lambda root: self.sizes.get(root, 1))
        if small == large:
            return False
        sizes = self.sizes.get(small, 1), self.sizes.get(large, 1)
        self.undo.append((small, large, self.united))
        self.united += 1 - sum(size > 1 for size in sizes)
        self.above[small] = large
        self.sizes[large] = sum(sizes)
        return True

    def save(self):
        self.number += 1
        self.marks[self.number] = len(self.undo)
        return self.number

    def back(self, mark):
        if mark not in self.marks:
            raise ValueError("that mark isn't valid any more")
        while next(reversed(self.marks)) != mark:
            self.marks.popitem()
        while len(self.undo) > self.marks[mark]:
            small, large, self.united = self.undo.pop()
            del self.above[small]
            self.sizes[large] -= self.sizes.get(small, 1)
