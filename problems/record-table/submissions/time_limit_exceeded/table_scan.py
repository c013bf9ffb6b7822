# Has no indexes and copies the table for every transaction: right, but too slow where there are many records.
import copy
from contextlib import contextmanager


class DuplicateKey(KeyError):
    pass


class NoSuchRecord(KeyError):
    pass


class Table:
    def __init__(self, key, indexes=()):
        self.key = key
        self.records = []

    def __len__(self):
        return len(self.records)

    def place(self, key):
        for place, record in enumerate(self.records):
            if record[self.key] == key:
                return place
        raise NoSuchRecord(key)

    def insert(self, record):
        if any(each[self.key] == record[self.key] for each in self.records):
            raise DuplicateKey(record[self.key])
        self.records.append(dict(record))

    def get(self, key):
        return dict(self.records[self.place(key)])

    def update(self, key, **changes):
        place = self.place(key)
        new = {**self.records[place], **changes}
        if new[self.key] != key and any(each[self.key] == new[self.key] for each in self.records):
            raise DuplicateKey(new[self.key])
        self.records[place] = new

    def delete(self, key):
        del self.records[self.place(key)]

    def find(self, **conditions):
        return [dict(record) for record in self.records if conditions.items() <= record.items()]

    @contextmanager
    def transaction(self):
        before = copy.deepcopy(self.records)
        try:
            yield
        except BaseException:
            self.records = before
            raise
