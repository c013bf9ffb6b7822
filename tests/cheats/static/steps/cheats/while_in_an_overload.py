# guard: life
# expect: while
"""Overloads say types; their bodies are never run."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1

from typing import overload


@overload
def steps(n: int) -> int:
    while n != 1:
        return 0


@overload
def steps(n: float) -> int: ...


def steps(n):
    count = 0
    for _ in iter(lambda: n == 1, True):
        n = after(n)
        count += 1
    return count
