"""math has more than roots, and an attribute may be called sqrt."""
import math


class Square:
    def __init__(self, n):
        self.sqrt = math.floor(math.log2(n + 1)) + 1


def root(n):
    square = Square(n)
    low, high = 0, 2 ** (square.sqrt // 2 + 1)
    while high - low > 1:
        middle = math.ceil((low + high) / 2)
        low, high = (middle, high) if middle * middle <= n else (low, middle)
    return low
