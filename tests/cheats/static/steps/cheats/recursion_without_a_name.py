# guard: loosely
# expect: no-recursion
"""A function that is handed to itself."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1


def steps(n):
    while n != 1:
        return (lambda on: on(on, n))(lambda on, n: 0 if n == 1 else 1 + on(on, after(n)))
    return 0
