# Has no lock: several threads compute the same value.
from collections import OrderedDict


class ExpiringCache:
    def __init__(self, capacity, lifetime, clock):
        self.capacity, self.lifetime, self.clock = capacity, lifetime, clock
        self.entries = OrderedDict()

    def drop(self):
        now = self.clock()
        for key, (_, end) in list(self.entries.items()):
            if end <= now:
                self.entries.pop(key, None)
        return now

    def put(self, key, value):
        now = self.drop()
        self.entries.pop(key, None)
        self.entries[key] = (value, now + self.lifetime)
        while len(self.entries) > self.capacity:
            self.entries.popitem(last=False)

    def get(self, key, default=None):
        self.drop()
        found = self.entries.pop(key, None)
        if found is None:
            return default
        self.entries[key] = found
        return found[0]

    def __len__(self):
        self.drop()
        return len(self.entries)

    def get_or_compute(self, key, compute):
        missing = object()
        value = self.get(key, missing)
        if value is missing:
            value = compute()
            self.put(key, value)
        return value
