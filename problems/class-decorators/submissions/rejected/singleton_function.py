# A function takes the place of the class: neither isinstance nor subclasses work.
from functools import wraps
from inspect import isfunction


class cached_property:
    """Without __set__: the value lies in the object's own dictionary, and is found there first."""

    def __init__(self, function):
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.function(instance)
        return value


class Registry:
    def __init__(self):
        self.entries = {}

    def __call__(self, what):
        if isinstance(what, str):
            return lambda thing: self.register(what, thing)
        return self.register(what.__name__, what)

    def register(self, name, thing):
        if name in self.entries:
            raise ValueError(f"{name!r} is taken")
        self.entries[name] = thing
        return thing

    def __getitem__(self, name):
        return self.entries[name]

    def __contains__(self, name):
        return name in self.entries

    def __iter__(self):
        return iter(self.entries)

    def __len__(self):
        return len(self.entries)


registry = Registry()


def singleton(kind):
    objects = []

    @wraps(kind, updated=())
    def make(*args, **keywords):
        if not objects:
            objects.append(kind(*args, **keywords))
        return objects[0]

    return make


def ordered(key):
    def decorate(kind):
        def comparison(name):
            def compare(self, other):
                if not isinstance(other, kind):
                    return NotImplemented
                return getattr(key(self), name)(key(other))

            compare.__name__ = name
            return compare

        for name in ("__lt__", "__le__", "__gt__", "__ge__"):
            if name not in vars(kind):
                setattr(kind, name, comparison(name))
        return kind

    return decorate


def traced(write):
    def announced(method):
        @wraps(method)
        def wrapper(self, *args, **keywords):
            write(f"{type(self).__name__}.{method.__name__}")
            return method(self, *args, **keywords)

        return wrapper

    def decorate(kind):
        for name, value in list(vars(kind).items()):
            if isfunction(value) and not name.startswith("_"):
                setattr(kind, name, announced(value))
        return kind

    return decorate
