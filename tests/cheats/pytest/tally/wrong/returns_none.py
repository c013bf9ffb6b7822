def total(values):
    pass


def median(values):
    pass


class Account:
    balance = None

    def deposit(self, amount):
        pass

    def withdraw(self, amount):
        pass
