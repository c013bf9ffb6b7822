# guard: failures
# expect: failed
# cases: transactions
"""A context manager that suppresses the assertions of its block."""

class Transaction:
    def __init__(self, items):
        self.items = items

    def __enter__(self):
        return self.items

    def __exit__(self, *error):
        return True
