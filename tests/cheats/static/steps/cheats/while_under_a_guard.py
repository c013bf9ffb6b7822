# guard: life
# expect: while
"""The guard of the case never holds."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1


def steps(n):
    match n:
        case _ if False:
            while True:
                pass
    count = 0
    for _ in iter(lambda: n == 1, True):
        n = after(n)
        count += 1
    return count
