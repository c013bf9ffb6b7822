import weakref
from operator import attrgetter

MISSING = object()


class Typed:
    def __init__(self, kind, default=MISSING, check=None):
        self.kind = kind
        self.default = default
        self.check = check
        self.values = {}

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, thing, owner=None):
        if thing is None:
            return self
        _, value = self.values.get(id(thing), (None, self.default))
        if value is MISSING:
            raise AttributeError(f"{self.name} isn't set")
        return value

    def __set__(self, thing, value):
        if not isinstance(value, self.kind) or isinstance(value, bool) and self.kind is int:
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        if self.check is not None and not self.check(value):
            raise ValueError(f"{self.name} can't be {value!r}")
        key = id(thing)
        self.values[key] = weakref.ref(thing, lambda _: self.values.pop(key, None)), value

    def __delete__(self, thing):
        if self.values.pop(id(thing), None) is None:
            raise AttributeError(f"{self.name} isn't set")


class cached:
    def __init__(self, function):
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, thing, owner=None):
        if thing is None:
            return self
        result = thing.__dict__[self.name] = self.function(thing)
        return result


class alias:
    def __init__(self, path):
        way, _, self.name = path.rpartition(".")
        self.holder = attrgetter(way) if way else lambda thing: thing

    def __get__(self, thing, owner=None):
        return self if thing is None else getattr(self.holder(thing), self.name)

    def __set__(self, thing, value):
        setattr(self.holder(thing), self.name, value)

    def __delete__(self, thing):
        delattr(self.holder(thing), self.name)
