# Looks at the account and the amount before the version.
import json
import os
import zlib


class Conflict(Exception):
    def __init__(self, version):
        super().__init__(f"the version is {version}")
        self.version = version


class Refused(Exception):
    pass


class Corrupt(Exception):
    pass


class Ledger:
    """The log has one line for each event: a checksum of the rest, a blank, and a list of (account, change)."""

    def __init__(self, folder):
        self.file = open(os.path.join(folder, "events.log"), "a+b")
        self.events = []
        self.accounts = {}
        self.read()

    def read(self):
        self.file.seek(0)
        lines = self.file.read().split(b"\n")
        torn = lines.pop()
        for line in lines:
            checksum, _, text = line.partition(b" ")
            if checksum != b"%08x" % zlib.crc32(text):
                raise Corrupt(f"event {self.version + 1}")
            self.apply(json.loads(text))
        if torn:
            self.file.truncate(self.file.tell() - len(torn))

    @property
    def version(self):
        return len(self.events)

    def apply(self, event):
        self.events.append(event)
        change(self.accounts, event)

    def append(self, *event):
        text = json.dumps(event).encode()
        self.file.write(b"%08x %s\n" % (zlib.crc32(text), text))
        self.file.flush()
        self.apply(event)
        return self.version

    def expect(self, version):
        if version not in (None, self.version):
            raise Conflict(self.version)

    def open_account(self, name, version=None):
        self.expect(version)
        if not name or name in self.accounts:
            raise Refused(f"an account {name!r}")
        return self.append((name, 0))

    def deposit(self, name, amount, version=None):
        self.expect(version)
        self.balance(name)
        positive(amount)
        return self.append((name, amount))

    def withdraw(self, name, amount, version=None):
        positive(amount)
        self.cover(name, amount)
        self.expect(version)
        return self.append((name, -amount))

    def transfer(self, source, target, amount, version=None):
        self.expect(version)
        positive(amount)
        self.cover(source, amount)
        self.balance(target)
        if source == target:
            raise Refused("a transfer within one account")
        return self.append((source, -amount), (target, amount))

    def cover(self, name, amount):
        if self.balance(name) < amount:
            raise Refused(f"{name} has {self.balance(name)}")

    def balance(self, name):
        if name not in self.accounts:
            raise Refused(f"there is no account {name!r}")
        return self.accounts[name]

    def balances(self):
        return dict(self.accounts)

    def balances_at(self, version):
        if not 0 <= version <= self.version:
            raise ValueError(f"there is no version {version}")
        accounts = {}
        for event in self.events[:version]:
            change(accounts, event)
        return accounts

    def close(self):
        self.file.close()


def change(accounts, event):
    for name, amount in event:
        accounts[name] = accounts.get(name, 0) + amount


def positive(amount):
    if amount < 1:
        raise Refused(f"the amount {amount}")
