# guard: loosely
# expect: no-recursion
"""The function that is called is the decorator's."""


def after(n):
    return n // 2 if n % 2 == 0 else 3 * n + 1


def going_on(function):
    def run(n):
        return function(n) or 1 + steps(after(n)) if n != 1 else 0

    return run


@going_on
def steps(n):
    while n < 0:
        n = 1
    return 0
