class InsufficientFunds(ValueError):
    def __init__(self, missing):
        super().__init__(f"{missing} are missing")
        self.missing = missing


class Account:
    def __init__(self, owner, balance=0):
        self._owner = owner
        self._balance = balance
        self._history = []
        self._saved = []

    @property
    def owner(self):
        return self._owner

    @property
    def balance(self):
        return self._balance

    @property
    def history(self):
        return self._history

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("the amount must be positive")
        self._balance += amount
        self._history += (("deposit", amount),)
        return self._balance

    def withdraw(self, amount):
        if amount <= 0:
            raise ValueError("the amount must be positive")
        if amount > self._balance:
            raise InsufficientFunds(amount - self._balance)
        self._balance -= amount
        self._history += (("withdraw", amount),)
        return self._balance

    def transfer(self, other, amount):
        with self:
            self.withdraw(amount)
            other.deposit(amount)

    def __eq__(self, other):
        if not isinstance(other, Account):
            return NotImplemented
        return (self._owner, self._balance) == (other._owner, other._balance)

    def __enter__(self):
        self._saved.append((self._balance, self._history))
        return self

    def __exit__(self, kind, error, trace):
        before = self._saved.pop()
        if kind is not None:
            self._balance, self._history = before
        return False
