# When an inner transaction has ended, nothing before that can be undone any more.
from contextlib import contextmanager


class DuplicateKey(KeyError):
    pass


class NoSuchRecord(KeyError):
    pass


class Table:
    """Records by their keys, and for each index the keys of every value. A record's place in the order is kept with it."""

    def __init__(self, key, indexes=()):
        self.key = key
        self.rows = {}
        self.indexes = {field: {} for field in indexes}
        self.next_place = 0
        self.undo = []
        self.depth = 0

    def __len__(self):
        return len(self.rows)

    def insert(self, record):
        key = record[self.key]
        if key in self.rows:
            raise DuplicateKey(key)
        self.put(self.next_place, dict(record))
        self.next_place += 1

    def get(self, key):
        return dict(self.row(key)[1])

    def update(self, key, **changes):
        place, record = self.row(key)
        new = {**record, **changes}
        if new[self.key] != key and new[self.key] in self.rows:
            raise DuplicateKey(new[self.key])
        self.remove(key)
        self.put(place, new)

    def delete(self, key):
        self.row(key)
        self.remove(key)

    def find(self, **conditions):
        rows = sorted(self.candidates(conditions), key=lambda row: row[0])
        missing = object()
        return [
            dict(record)
            for _, record in rows
            if all(record.get(field, missing) == value for field, value in conditions.items())
        ]

    def candidates(self, conditions):
        """As few rows as an index can tell."""
        if self.key in conditions:
            row = self.rows.get(conditions[self.key])
            return [row] if row else []
        sets = [self.indexes[field].get(value, ()) for field, value in conditions.items() if field in self.indexes]
        if sets:
            return [self.rows[key] for key in min(sets, key=len)]
        return self.rows.values()

    @contextmanager
    def transaction(self):
        mark = len(self.undo)
        self.depth += 1
        try:
            yield
        except BaseException:
            while len(self.undo) > mark:
                action, *arguments = self.undo.pop()
                action(*arguments)
                self.undo.pop()  # what undoing has noted about itself
            raise
        finally:
            self.depth -= 1
            self.undo.clear()

    def row(self, key):
        if key not in self.rows:
            raise NoSuchRecord(key)
        return self.rows[key]

    def put(self, place, record):
        key = record[self.key]
        self.rows[key] = (place, record)
        for field, values in self.indexes.items():
            if field in record:
                values.setdefault(record[field], set()).add(key)
        if self.depth:
            self.undo.append((self.remove, key))

    def remove(self, key):
        place, record = self.rows.pop(key)
        for field, values in self.indexes.items():
            if field in record:
                values[record[field]].discard(key)
        if self.depth:
            self.undo.append((self.put, place, record))
