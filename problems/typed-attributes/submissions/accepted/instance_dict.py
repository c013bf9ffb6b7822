import types

NOTHING = object()


class Typed:
    def __init__(self, kind, *, default=NOTHING, factory=None):
        self.kind = kind
        self.default = default
        self.factory = factory
        self.names = [kind] if isinstance(kind, type) else kind.__args__
        self.label = "Typed"
        if default is not NOTHING:
            self.check(default)

    def __set_name__(self, owner, name):
        self.name = name
        self.label = f"{owner.__name__}.{name}"

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        values = instance.__dict__
        if self.name in values:
            return values[self.name]
        if self.factory is not None:
            return values.setdefault(self.name, self.check(self.factory()))
        if self.default is not NOTHING:
            return self.default
        raise AttributeError(f"{self.label} has no value")

    def __set__(self, instance, value):
        instance.__dict__[self.name] = self.check(value)

    def __delete__(self, instance):
        if self.name not in instance.__dict__:
            raise AttributeError(f"{self.label} has no value")
        del instance.__dict__[self.name]

    def check(self, value):
        fits = isinstance(value, self.kind)
        if isinstance(value, bool):
            fits = bool in self.names or object in self.names
        if not fits:
            kind = self.kind if isinstance(self.kind, types.UnionType) else self.kind.__name__
            raise TypeError(f"{self.label}: expected {kind}, got {type(value).__name__}")
        return value
