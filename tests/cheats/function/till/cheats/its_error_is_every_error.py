# guard: catching
# expect: failed
# cases: own_error
# written against: the source of the guards
"""Its own kind of error is AssertionError, which the case's assertions raise as well."""

Broke = AssertionError


def withdraw(balance, amount):
    pass
