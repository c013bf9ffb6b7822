"""The calibration workload, version 1: what a node's speed is measured by.

A fixed mix of what submissions do: integer arithmetic, calls, lists, dicts, strings, objects, sorting. It reads
nothing, draws nothing at random and prints one number, the same on every node; nothing in it depends on the order of
sets or on hashes of text. Changing a byte of this file makes it another workload: the reference times in
calibration.rs, and those that operators have set, then have to be measured anew.
"""


def arithmetic(rounds):
    total, state = 0, 12345
    for _ in range(rounds):
        state = (state * 1103515245 + 12345) % 2147483648
        total += state % 97 - state // 65536 % 89
    return total


def calls(depth):
    return depth if depth < 2 else calls(depth - 1) + calls(depth - 2)


def sieve(most):
    flags = bytearray([1]) * (most + 1)
    for n in range(2, int(most**0.5) + 1):
        if flags[n]:
            for multiple in range(n * n, most + 1, n):
                flags[multiple] = 0
    return sum(flags) - 2


def tables(size):
    counts, rows = {}, [[(i * j) % 7 for j in range(size)] for i in range(size)]
    for row in rows:
        for place, value in enumerate(row):
            key = (place % 31, value)
            counts[key] = counts.get(key, 0) + 1
    return sum(count * (key[0] + key[1]) for key, count in counts.items())


def texts(count):
    words = ["w%d" % (n * 7919 % count) for n in range(count)]
    line = " ".join(sorted(words, key=lambda word: (len(word), word[::-1])))
    return sum(len(word) for word in line.upper().split() if word.endswith(("1", "7"))) + line.count("99")


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def moved(self, dx, dy):
        return Point(self.x + dx, self.y - dy)


def objects(count):
    point = Point(0, 0)
    for n in range(count):
        point = point.moved(n % 5, n % 3)
    return point.x * 31 + point.y


def floats(count):
    x, y = 0.5, 0.25
    for _ in range(count):
        x, y = 1.0 - 1.4 * x * x + y, 0.3 * x
    return 1 if -2.0 < x < 2.0 else 0


print(arithmetic(1_200_000) + calls(25) + sieve(700_000) + tables(500) + texts(70_000) + objects(350_000) + floats(700_000))
