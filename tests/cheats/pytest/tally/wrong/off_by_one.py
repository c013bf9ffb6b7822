def total(values):
    return sum(values) + 1


def median(values):
    return sorted(values)[len(values) // 2 - 1]


class Account:
    balance = 4

    def deposit(self, amount):
        pass

    def withdraw(self, amount):
        raise KeyError(amount)
