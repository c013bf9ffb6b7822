# guard: loosely
# expect: no-recursion
"""It calls what lies in a dictionary, and that is itself."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1


def steps(n):
    while n != 1:
        return 1 + ways["on"](after(n))
    return 0


ways = {"on": steps}
