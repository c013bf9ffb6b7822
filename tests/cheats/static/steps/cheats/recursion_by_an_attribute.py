# guard: loosely
# expect: no-recursion
"""It calls an attribute of itself."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1


def steps(n):
    while n != 1:
        return 1 + steps.on(after(n))
    return 0


steps.on = steps
