import random

from pyjury import case, equal, raises, there


class Bank:
    """A ledger in a folder of its own over there."""

    def __init__(self, submission, log=b""):
        self.make = submission.Ledger
        self.folder = there("tempfile").mkdtemp()
        if log:
            self.write(log)
        self.ledger = self.make(self.folder)

    def log(self):
        with there.open(f"{self.folder}/events.log", "rb") as file:
            return file.read()

    def write(self, log):
        with there.open(f"{self.folder}/events.log", "wb") as file:
            file.write(log)

    def reopen(self):
        self.ledger.close()
        self.ledger = self.make(self.folder)


def some_events(ledger, seed, count):
    """Random commands that succeed; gives the balances after each."""
    dice = random.Random(seed)
    balances, history = {}, [{}]
    while len(history) <= count:
        names = list(balances)
        action = dice.choice(["open", "deposit", "deposit", "withdraw", "transfer"])
        amount = dice.choice([1, 7, 100, 10**12])
        if action == "open" and len(names) < 6:
            name = dice.choice(["ada", "bob", "Eve\n", "Zoë", '"quoted"', "a b", "{}", "☃"])
            if name in balances:
                continue
            ledger.open_account(name)
            balances[name] = 0
        elif action == "deposit" and names:
            name = dice.choice(names)
            ledger.deposit(name, amount)
            balances[name] += amount
        elif action == "withdraw" and names and balances[name := dice.choice(names)] >= amount:
            ledger.withdraw(name, amount)
            balances[name] -= amount
        elif action == "transfer" and len(names) > 1:
            source, target = dice.sample(names, 2)
            if balances[source] < amount:
                continue
            ledger.transfer(source, target, amount)
            balances[source] -= amount
            balances[target] += amount
        else:
            continue
        history.append(dict(balances))
    return history


@case(open=True)
def commands_and_queries(submission):
    ledger = Bank(submission).ledger
    assert (ledger.version, ledger.balances()) == (0, {})
    assert [ledger.open_account("ada"), ledger.open_account("bob")] == [1, 2]
    assert [ledger.deposit("ada", 50), ledger.withdraw("ada", 20), ledger.transfer("ada", "bob", 25)] == [3, 4, 5]
    assert (ledger.balance("ada"), ledger.balance("bob"), ledger.version) == (5, 25, 5)
    assert ledger.balances() == {"ada": 5, "bob": 25}


@case(open=True)
def refused(submission):
    bank = Bank(submission)
    ledger = bank.ledger
    ledger.open_account("ada")
    ledger.open_account("bob")
    ledger.deposit("ada", 50)
    log = bank.log()
    attempts = [
        (ledger.open_account, "ada"), (ledger.open_account, ""), (ledger.deposit, "eve", 1), (ledger.deposit, "ada", 0),
        (ledger.deposit, "ada", -5), (ledger.withdraw, "ada", 51), (ledger.withdraw, "ada", 0), (ledger.withdraw, "eve", 1),
        (ledger.transfer, "ada", "bob", 51), (ledger.transfer, "ada", "eve", 1), (ledger.transfer, "eve", "ada", 1),
        (ledger.transfer, "ada", "ada", 1), (ledger.transfer, "bob", "ada", -1), (ledger.balance, "eve"),
    ]  # fmt: skip
    for command, *arguments in attempts:
        with raises(submission.Refused):
            command(*arguments)
    assert (ledger.version, ledger.balances()) == (3, {"ada": 50, "bob": 0})
    assert bank.log() == log


@case(open=True)
def conflicts(submission):
    ledger = Bank(submission).ledger
    assert ledger.open_account("ada", version=0) == 1
    assert ledger.deposit("ada", 5, version=1) == 2
    for version in (0, 1, 3):
        for command, *arguments in ((ledger.deposit, "ada", 5), (ledger.withdraw, "nobody", -1), (ledger.open_account, "ada")):
            with raises(submission.Conflict) as caught:
                command(*arguments, version=version)
            assert caught.value.version == 2
    assert ledger.withdraw("ada", 5, version=2) == 3
    assert ledger.version == 3


@case(open=True)
def opened_again(submission):
    bank = Bank(submission)
    history = some_events(bank.ledger, 1, 40)
    bank.reopen()
    assert (bank.ledger.version, bank.ledger.balances()) == (40, history[-1])
    bank.ledger.open_account("new")
    bank.reopen()
    assert bank.ledger.balances() == {**history[-1], "new": 0}


@case
def in_the_file_at_once(submission):
    bank = Bank(submission)
    bank.ledger.open_account("ada")
    for number in range(5):
        before = bank.log()
        bank.ledger.deposit("ada", 1)
        assert bank.log().startswith(before) and len(bank.log()) > len(before)
        assert Bank(submission, bank.log()).ledger.balances() == {"ada": number + 1}


@case
def as_it_was(submission):
    bank = Bank(submission)
    history = some_events(bank.ledger, 2, 60)
    bank.reopen()
    for version in (0, 60, 1, 30, 59, 2):
        assert equal(bank.ledger.balances_at(version), history[version])
    assert bank.ledger.version == 60 and bank.ledger.balances() == history[-1]
    for version in (-1, 61):
        with raises(ValueError):
            bank.ledger.balances_at(version)


@case(each={"seed": [3, 4]})
def torn_logs(submission, seed):
    dice = random.Random(seed)
    bank = Bank(submission)
    lengths, history = [0], [{}]
    bank.ledger.open_account("☃ \n")
    history.append({"☃ \n": 0})
    lengths.append(len(bank.log()))
    for number in range(12):
        bank.ledger.deposit("☃ \n", 10**number)
        history.append(bank.ledger.balances())
        lengths.append(len(bank.log()))
    log = bank.log()
    cuts = {cut + step for cut in lengths for step in (-2, -1, 0, 1) if 0 <= cut + step <= len(log)}
    for cut in dice.sample(sorted(cuts), 18):
        torn = Bank(submission, log[:cut])
        version = max(place for place, length in enumerate(lengths) if length <= cut)
        assert torn.ledger.version == version, f"{cut} of {len(log)} bytes; the events end at {lengths}"
        assert torn.ledger.balances() == history[version]
        torn.ledger.open_account("after the crash")
        torn.reopen()
        assert (torn.ledger.version, torn.ledger.balances()) == (version + 1, {**history[version], "after the crash": 0})


@case
def changed_bytes(submission):
    dice = random.Random(5)
    bank = Bank(submission)
    some_events(bank.ledger, 5, 20)
    before_the_last = len(bank.log())
    bank.ledger.open_account("the last one")
    log = bank.log()
    for _ in range(25):
        place = dice.randrange(before_the_last)
        changed = bytearray(log)
        changed[place] ^= dice.choice([1, 2, 4, 16, 32, 128])
        with raises(submission.Corrupt):
            Bank(submission, bytes(changed))


@case
def nothing_but_the_log(submission):
    one, two = Bank(submission), Bank(submission)
    some_events(one.ledger, 6, 30)
    history = some_events(two.ledger, 7, 30)
    one.ledger.close()
    one.write(two.log())
    assert one.make(one.folder).balances() == history[-1]


@case
def many_events(submission):
    bank = Bank(submission)
    there.exec(
        "ledger.open_account('ada')\nfor number in range(19_999): ledger.deposit('ada', 1)", {"ledger": bank.ledger}
    )
    bank.reopen()
    assert (bank.ledger.version, bank.ledger.balance("ada")) == (20_000, 19_999)
    assert bank.ledger.balances_at(10_000) == {"ada": 9_999}
    with there.open(f"{bank.folder}/events.log", "r+b") as file:
        file.truncate(len(bank.log()) - 1)
    bank.reopen()
    assert (bank.ledger.version, bank.ledger.balance("ada")) == (19_999, 19_998)
