# Keys a dictionary by instances: fails where they can't be hashed, and keeps all of them alive.
class Typed:
    def __init__(self, kind, *, default=..., factory=None):
        self.kind, self.default, self.factory = kind, default, factory
        self.values = {}
        if default is not ...:
            self.check(default)

    def __set_name__(self, owner, name):
        self.label = f"{owner.__name__}.{name}"

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if instance not in self.values and self.factory:
            self.values[instance] = self.check(self.factory())
        if instance not in self.values and self.default is ...:
            raise AttributeError(self.label)
        return self.values.get(instance, self.default)

    def __set__(self, instance, value):
        self.values[instance] = self.check(value)

    def __delete__(self, instance):
        if instance not in self.values:
            raise AttributeError(self.label)
        del self.values[instance]

    def check(self, value):
        if not isinstance(value, self.kind) or isinstance(value, bool) and self.kind not in (bool, object):
            raise TypeError(f"{getattr(self, 'label', '')}: got {type(value).__name__}")
        return value
