# guard: catching
# expect: failed
# cases: own_errors
# written against: the source of the guards
"""Among its kinds of errors is one of the case's."""

ERRORS = (KeyError, AssertionError)


def withdraw(balance, amount):
    pass
