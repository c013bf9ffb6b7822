from pyjury import case, raises


@case(points=1, open=True)
def too_little_money(submission):
    """The exception tells how much is missing, and nothing changes"""
    account = submission.Account("Ada", 10)
    with raises(submission.InsufficientFunds, match="^5 are missing$") as caught:
        account.withdraw(15)
    assert isinstance(caught.value, ValueError)
    assert caught.value.missing == 5
    assert account.balance == 10 and account.history == ()


@case(points=1)
def read_only(submission):
    """Owner, balance and history can't be changed from outside"""
    account = submission.Account("Ada", 10)
    for name, value in {"owner": "Eve", "balance": 1_000_000}.items():
        with raises(AttributeError):
            setattr(account, name, value)
    account.deposit(1)
    assert account.history == (("deposit", 1),)
    assert (account.owner, account.balance) == ("Ada", 11)


@case(points=1)
def transfers(submission):
    """A transfer happens whole or not at all"""
    ada, bob = submission.Account("Ada", 10), submission.Account("Bob", 1)
    ada.transfer(bob, 4)
    assert (ada.balance, bob.balance) == (6, 5)
    with raises(submission.InsufficientFunds):
        ada.transfer(bob, 7)
    with raises(ValueError):
        ada.transfer(bob, -1)

    class Closed(submission.Account):
        def deposit(self, amount):
            raise RuntimeError("closed")

    closed = Closed("Cy")
    with raises(RuntimeError):
        ada.transfer(closed, 1)
    assert (ada.balance, bob.balance, closed.balance) == (6, 5, 0)


@case(points=1)
def equality(submission):
    """Equal are accounts with the same owner and balance, and nothing else"""
    assert submission.Account("Ada", 1) == submission.Account("Ada", 1)
    assert not (submission.Account("Ada", 1) == submission.Account("Ada", 2))
    assert not (submission.Account("Ada", 1) == submission.Account("Bob", 1))
    assert not submission.Account("Ada", 1).__eq__("Ada") is True


@case(points=2)
def transactions(submission):
    """A block that fails leaves everything as it was"""
    account = submission.Account("Ada", 10)
    with account:
        account.withdraw(3)
    assert account.balance == 7
    with raises(KeyError):
        with account:
            account.deposit(100)
            raise KeyError("the block fails")
    assert account.balance == 7
    assert account.history == (("withdraw", 3),)
