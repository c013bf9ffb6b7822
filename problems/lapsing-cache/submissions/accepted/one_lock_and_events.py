import threading
from collections import OrderedDict


class ExpiringCache:
    def __init__(self, capacity, lifetime, clock):
        self.capacity = capacity
        self.lifetime = lifetime
        self.clock = clock
        self.entries = OrderedDict()
        self.computing = {}
        self.lock = threading.RLock()

    def put(self, key, value):
        with self.lock:
            now = self.drop_the_dead()
            self.entries[key] = (value, now + self.lifetime)
            self.entries.move_to_end(key)
            if len(self.entries) > self.capacity:
                self.entries.popitem(last=False)

    def get(self, key, default=None):
        with self.lock:
            self.drop_the_dead()
            if key not in self.entries:
                return default
            self.entries.move_to_end(key)
            return self.entries[key][0]

    def __len__(self):
        with self.lock:
            self.drop_the_dead()
            return len(self.entries)

    def get_or_compute(self, key, compute):
        missing = object()
        while True:
            with self.lock:
                value = self.get(key, missing)
                if value is not missing:
                    return value
                other = self.computing.get(key)
                if other is None:
                    mine = self.computing[key] = Computation()
            if other is None:
                return self.compute(key, compute, mine)
            other.ended.wait()
            if other.good:
                return other.value

    def compute(self, key, compute, mine):
        try:
            mine.value = compute()
            mine.good = True
            self.put(key, mine.value)
            return mine.value
        finally:
            with self.lock:
                del self.computing[key]
            mine.ended.set()

    def drop_the_dead(self):
        now = self.clock()
        for key in [key for key, (_, end) in self.entries.items() if end <= now]:
            del self.entries[key]
        return now


class Computation:
    def __init__(self):
        self.ended = threading.Event()
        self.good = False
        self.value = None
