# the first failure keeps the other handlers from being called; weak bound methods die at once
import weakref


class DeliveryError(Exception):
    errors = ()


class EventBus:
    def __init__(self):
        self.entries = {}
        self.last = 0

    def subscribe(self, name, handler, priority=0, once=False, weak=False):
        self.last += 1
        token = (id(self), self.last)
        get = weakref.ref(handler) if weak else lambda: handler
        self.entries[token] = (name, -priority, get, once)
        return token

    def unsubscribe(self, token):
        return self.entries.pop(token, None) is not None

    def alive(self, name):
        for token, entry in list(self.entries.items()):
            if entry[2]() is None:
                del self.entries[token]
        return sorted((entry[1], token) for token, entry in self.entries.items() if entry[0] == name)

    def publish(self, name, *args, **kwargs):
        count = 0
        for _, token in self.alive(name):
            if token not in self.entries:
                continue
            _, _, get, once = self.entries[token]
            if once:
                del self.entries[token]
            count += 1
            try:
                get()(*args, **kwargs)
            except Exception as error:
                failure = DeliveryError(str(error))
                failure.errors = [error]
                raise failure
        return count

    def count(self, name):
        return len(self.alive(name))
