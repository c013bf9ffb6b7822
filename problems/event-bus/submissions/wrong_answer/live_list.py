# goes through the list that the handlers change
import itertools
import weakref


class DeliveryError(Exception):
    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors


class EventBus:
    def __init__(self):
        self.handlers = {}
        self.numbers = itertools.count()

    def subscribe(self, name, handler, priority=0, once=False, weak=False):
        token = (id(self), next(self.numbers))
        get = (lambda: handler) if not weak else reference(handler, lambda _: self.unsubscribe(token))
        found = self.handlers.setdefault(name, [])
        found.append((priority, token, get, once))
        found.sort(key=lambda each: -each[0])
        return token

    def unsubscribe(self, token):
        for found in self.handlers.values():
            for each in found:
                if each[1] == token:
                    found.remove(each)
                    return True
        return False

    def publish(self, name, *args, **kwargs):
        count, errors = 0, []
        for priority, token, get, once in self.handlers.get(name, []):
            if once:
                self.unsubscribe(token)
            count += 1
            try:
                get()(*args, **kwargs)
            except Exception as error:
                errors.append(error)
        if errors:
            raise DeliveryError(errors)
        return count

    def count(self, name):
        return len(self.handlers.get(name, []))


def reference(handler, callback):
    if hasattr(handler, "__self__"):
        return weakref.WeakMethod(handler, callback)
    return weakref.ref(handler, callback)
