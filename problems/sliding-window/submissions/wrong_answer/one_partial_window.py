# Gives one window that isn't full, not one from each place.
from collections import deque
from itertools import islice


def windows(items, size, step=1, partial=False):
    if size < 1 or step < 1:
        raise ValueError(f"size {size} and step {step}: at least 1 was expected")
    return generate(iter(items), size, step, partial)


def generate(iterator, size, step, partial):
    window = deque()
    while True:
        window.extend(islice(iterator, size - len(window)))
        if not window or len(window) < size and not partial:
            return
        yield tuple(window)
        if len(window) < size:
            return
        for _ in range(min(step, len(window))):
            window.popleft()
        # The items between two windows.
        deque(islice(iterator, max(step - size, 0)), 0)
