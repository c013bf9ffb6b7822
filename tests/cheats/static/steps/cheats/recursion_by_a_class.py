# guard: loosely
# expect: no-recursion
"""To make an object is to go on."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1


class Rest:
    def __init__(self, n):
        self.count = 1 + steps(n)


def steps(n):
    while n != 1:
        return Rest(after(n)).count
    return 0
