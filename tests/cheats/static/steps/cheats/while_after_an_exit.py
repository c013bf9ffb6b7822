# guard: life
# expect: while
"""The program has ended where it stands."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1

import sys


def unused():
    sys.exit()
    while True:
        pass


def steps(n):
    if n < 1:
        unused()
    count = 0
    for _ in iter(lambda: n == 1, True):
        n = after(n)
        count += 1
    return count
