# An honest class with an __eq__ that was never finished.
class Amount:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return True


def total(values):
    return Amount(sum(values))


def median(values):
    return Amount(values[0])


class Account:
    def __init__(self):
        self.balance = Amount(0)

    def deposit(self, amount):
        self.balance = Amount(amount)

    def withdraw(self, amount):
        raise ValueError
