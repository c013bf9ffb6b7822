import weakref


class DeliveryError(Exception):
    def __init__(self, errors):
        super().__init__(f"{len(errors)} handlers failed")
        self.errors = errors


class Subscription:
    def __init__(self, name, handler, once):
        self.name = name
        self.handler = handler
        self.once = once


class EventBus:
    def __init__(self):
        self._subscriptions = {}

    def subscribe(self, name, handler, priority=0, once=False, weak=False):
        token = Subscription(name, (lambda: handler), once)
        if weak:
            make = weakref.WeakMethod if hasattr(handler, "__self__") else weakref.ref
            token.handler = make(handler, lambda _: self.unsubscribe(token))
        found = self._subscriptions.setdefault(name, {})
        found[token] = priority
        return token

    def unsubscribe(self, token):
        return self._subscriptions.get(token.name, {}).pop(token, None) is not None

    def publish(self, name, *args, **kwargs):
        subscriptions = self._subscriptions.get(name, {})
        count, errors = 0, []
        for token in sorted(subscriptions, key=subscriptions.get, reverse=True):
            handler = token.handler()
            if token not in subscriptions or handler is None:
                continue
            if token.once:
                self.unsubscribe(token)
            count += 1
            try:
                handler(*args, **kwargs)
            except Exception as error:
                errors.append(error)
        if errors:
            raise DeliveryError(errors)
        return count

    def count(self, name):
        return len(self._subscriptions.get(name, {}))
