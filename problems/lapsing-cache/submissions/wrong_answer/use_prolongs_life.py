# A value that is used lives longer, and one that has expired stays until somebody asks for it.
import threading
from collections import OrderedDict


class ExpiringCache:
    def __init__(self, capacity, lifetime, clock):
        self.capacity, self.lifetime, self.clock = capacity, lifetime, clock
        self.entries = OrderedDict()
        self.lock = threading.RLock()

    def put(self, key, value):
        with self.lock:
            self.entries[key] = (value, self.clock())
            self.entries.move_to_end(key)
            if len(self.entries) > self.capacity:
                self.entries.popitem(last=False)

    def get(self, key, default=None):
        with self.lock:
            value, since = self.entries.get(key, (default, None))
            if since is None or self.clock() - since >= self.lifetime:
                self.entries.pop(key, None)
                return default
            self.put(key, value)
            return value

    def __len__(self):
        return len(self.entries)

    def get_or_compute(self, key, compute):
        with self.lock:
            if self.get(key) is None:
                self.put(key, compute())
            return self.get(key)
