# No tree: a sorted list that says what is asked for most.
from bisect import bisect_left, insort


class Tree:
    def __init__(self, keys=()):
        self.keys = sorted(set(keys))

    @property
    def root(self):
        return self if self.keys else None

    key = left = right = None

    def insert(self, key):
        if key in self.keys:
            return False
        insort(self.keys, key)
        return True

    def delete(self, key):
        if key not in self.keys:
            raise KeyError(key)
        del self.keys[bisect_left(self.keys, key)]

    def __contains__(self, key):
        return key in self.keys

    def __len__(self):
        return len(self.keys)

    def __iter__(self):
        return iter(self.keys)

    def walk(self, order):
        return iter(self.keys)

    def height(self):
        return len(self.keys).bit_length()

    def is_balanced(self):
        return True

    is_valid = is_balanced
