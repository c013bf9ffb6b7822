# guard: life
# expect: while
"""Nor does this one."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1


def steps(n):
    while len("") or 1 - 1:
        pass
    count = 0
    for _ in iter(lambda: n == 1, True):
        n = after(n)
        count += 1
    return count
