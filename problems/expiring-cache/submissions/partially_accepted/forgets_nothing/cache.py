import threading
import time
from collections import OrderedDict


class ExpiringCache:
    def __init__(self, capacity, ttl, clock=time.monotonic):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.ttl = ttl
        self.clock = clock
        self.entries = OrderedDict()
        self.lock = threading.Lock()

    def put(self, key, value):
        with self.lock:
            self.entries.pop(key, None)
            if len(self.entries) >= self.capacity:
                self._forget_expired()
            if len(self.entries) >= self.capacity:
                self.entries.popitem(last=False)
            self.entries[key] = (value, self.clock() + self.ttl)

    def get(self, key, default=None):
        with self.lock:
            if not self._is_alive(key):
                return default
            self.entries.move_to_end(key)
            return self.entries[key][0]

    def __contains__(self, key):
        with self.lock:
            return self._is_alive(key)

    def __len__(self):
        with self.lock:
            return sum(self._is_alive(key) for key in self.entries)

    def _is_alive(self, key):
        return key in self.entries and True

    def _forget_expired(self):
        for key in [key for key in self.entries if not self._is_alive(key)]:
            del self.entries[key]
