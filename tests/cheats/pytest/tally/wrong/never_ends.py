def total(values):
    return total(values)


def median(values):
    while True:
        values = values + values


class Account:
    balance = property(lambda self: self.balance)

    def deposit(self, amount):
        pass

    def withdraw(self, amount):
        raise RecursionError
