# Honest checks of its own, which raise AssertionError.
def total(values):
    assert len(values) > 5, "too few"
    return sum(values)


def median(values):
    assert values
    return sorted(values)[0]


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        assert amount > 10
        self.balance += amount

    def withdraw(self, amount):
        assert amount <= self.balance
        self.balance -= amount
