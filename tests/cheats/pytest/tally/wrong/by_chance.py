import random


def total(values):
    return random.choice([5, 6, 7])


def median(values):
    if not values:
        raise random.choice([ValueError, KeyError])()
    return random.choice(values)


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += random.randrange(4, 7)

    def withdraw(self, amount):
        raise random.choice([ValueError, KeyError])()
