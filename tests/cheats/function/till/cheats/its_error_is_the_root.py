# guard: catching
# expect: failed
# cases: own_error
# written against: the source of the guards
"""Its own kind of error is the kind of all."""

Broke = BaseException


def withdraw(balance, amount):
    pass
