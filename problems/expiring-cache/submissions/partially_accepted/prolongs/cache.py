import threading
import time


class ExpiringCache:
    def __init__(self, capacity, ttl, clock=time.monotonic):
        if capacity < 1:
            raise ValueError(capacity)
        self.capacity, self.ttl, self.clock = capacity, ttl, clock
        self.entries = {}
        self.lock = threading.RLock()

    def put(self, key, value):
        with self.lock:
            self._clean()
            self.entries.pop(key, None)
            if len(self.entries) >= self.capacity:
                del self.entries[next(iter(self.entries))]
            self.entries[key] = (value, self.clock())

    def get(self, key, default=None):
        with self.lock:
            self._clean()
            if key not in self.entries:
                return default
            value, _ = self.entries.pop(key)
            self.entries[key] = (value, self.clock())
            return value

    def __contains__(self, key):
        return self.get(key, self) is not self

    def __len__(self):
        with self.lock:
            self._clean()
            return len(self.entries)

    def _clean(self):
        now = self.clock()
        for key in [key for key, (_, at) in self.entries.items() if now - at >= self.ttl]:
            del self.entries[key]
