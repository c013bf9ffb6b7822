# a handler with once is removed after its call, so that events within events call it again
import weakref


class DeliveryError(Exception):
    def __init__(self, errors):
        self.errors = errors


class EventBus:
    def __init__(self):
        self.entries = {}

    def subscribe(self, name, handler, priority=0, once=False, weak=False):
        token = object()
        if not weak:
            get = lambda: handler
        elif hasattr(handler, "__self__"):
            get = weakref.WeakMethod(handler, lambda _: self.unsubscribe(token))
        else:
            get = weakref.ref(handler, lambda _: self.unsubscribe(token))
        self.entries[token] = (name, priority, get, once)
        return token

    def unsubscribe(self, token):
        return self.entries.pop(token, None) is not None

    def publish(self, name, *args, **kwargs):
        called, errors = 0, []
        entries = [(token, entry) for token, entry in self.entries.items() if entry[0] == name]
        for token, (_, _, get, once) in sorted(entries, key=lambda each: -each[1][1]):
            if token in self.entries:
                called += 1
                try:
                    get()(*args, **kwargs)
                except Exception as error:
                    errors.append(error)
                if once:
                    self.unsubscribe(token)
        if errors:
            raise DeliveryError(errors)
        return called

    def count(self, name):
        return sum(entry[0] == name for entry in self.entries.values())
