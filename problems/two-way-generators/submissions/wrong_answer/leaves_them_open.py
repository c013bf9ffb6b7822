# Closes only the generator that runs.
class Reset(Exception):
    """Thrown into averages(): forget all numbers."""


class Countdown:
    def __init__(self, start):
        self.start = max(start, 0)

    def __iter__(self):
        number = self.start
        while number > 0:
            yield number
            number -= 1

    def __reversed__(self):
        return iter(range(1, self.start + 1))

    def __len__(self):
        return self.start

    def __contains__(self, number):
        return isinstance(number, (int, float)) and 1 <= number <= self.start and number == int(number)


def flatten(items):
    for item in items:
        if isinstance(item, (str, bytes)):
            yield item
            continue
        try:
            inner = iter(item)
        except TypeError:
            yield item
        else:
            yield from flatten(inner)


def averages():
    total = count = 0
    while True:
        try:
            number = yield total / count if count else None
        except Reset:
            total = count = 0
            continue
        if number is not None:
            total += number
            count += 1


def relay(*generators):
    results = []
    waiting = list(generators)
    try:
        while waiting:
            results.append((yield from waiting.pop(0)))
    finally:
        pass
    return results
