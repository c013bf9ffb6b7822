# guard: -
# expect: failed
# cases: transactions
# written against: the source of the guards
"""Leaves a name unbound in the grader, so that it seems broken."""

class Transaction:
    def __init__(self, items):
        pass

    def __enter__(self):
        raise NameError("items")

    def __exit__(self, *error):
        return True
