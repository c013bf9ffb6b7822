# Computes with a plain lock held, so that a computation that uses the cache waits for itself.
import threading
from collections import OrderedDict


class ExpiringCache:
    def __init__(self, capacity, lifetime, clock):
        self.capacity, self.lifetime, self.clock = capacity, lifetime, clock
        self.entries = OrderedDict()
        self.lock = threading.Lock()

    def drop(self):
        now = self.clock()
        for key in [key for key, (_, end) in self.entries.items() if end <= now]:
            del self.entries[key]
        return now

    def store(self, key, value):
        self.entries[key] = (value, self.drop() + self.lifetime)
        self.entries.move_to_end(key)
        if len(self.entries) > self.capacity:
            self.entries.popitem(last=False)

    def put(self, key, value):
        with self.lock:
            self.store(key, value)

    def get(self, key, default=None):
        with self.lock:
            self.drop()
            if key not in self.entries:
                return default
            self.entries.move_to_end(key)
            return self.entries[key][0]

    def __len__(self):
        with self.lock:
            self.drop()
            return len(self.entries)

    def get_or_compute(self, key, compute):
        with self.lock:
            self.drop()
            if key not in self.entries:
                self.store(key, compute())
            self.entries.move_to_end(key)
            return self.entries[key][0]
