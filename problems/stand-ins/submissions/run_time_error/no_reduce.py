# copy and pickle make an empty object, and __getattr__ looks for its own attributes there for ever
from functools import partial

get, put = object.__getattribute__, object.__setattr__


class Settings:
    __slots__ = ("__defaults", "__values")

    def __init__(self, /, **defaults):
        put(self, "_Settings__defaults", defaults)
        put(self, "_Settings__values", {})

    def __getattr__(self, name):
        for names in (get(self, "_Settings__values"), get(self, "_Settings__defaults")):
            if name in names:
                return names[name]
        raise AttributeError(f"no setting {name}")

    def __setattr__(self, name, value):
        self.__values[name] = value

    def __delattr__(self, name):
        if name not in self.__values:
            raise AttributeError(f"{name} isn't set")
        del self.__values[name]

    def __dir__(self):
        return [*object.__dir__(self), *self.__defaults, *self.__values]

    def __reduce__(self):
        return restore, (dict(self.__defaults), dict(self.__values))

    def changed(self):
        missing = object()
        return {name: value for name, value in self.__values.items() if self.__defaults.get(name, missing) != value}


def restore(defaults, values):
    settings = Settings(**defaults)
    for name, value in values.items():
        setattr(settings, name, value)
    return settings


class ReadOnly:
    __hash__ = None

    def __init__(self, target):
        self.__dict__["target"] = target

    def __getattr__(self, name):
        return getattr(self.target, name)

    def __setattr__(self, name, value):
        raise AttributeError(f"{name} can't be set")

    def __delattr__(self, name):
        raise AttributeError(f"{name} can't be deleted")

    def __dir__(self):
        return dir(self.target)

    def __len__(self):
        return len(self.target)

    def __contains__(self, value):
        return value in self.target

    def __getitem__(self, key):
        return self.target[key]

    def __iter__(self):
        return iter(self.target)

    def __str__(self):
        return str(self.target)

    def __bool__(self):
        return bool(self.target)

    def __eq__(self, other):
        return self.target == (other.target if isinstance(other, ReadOnly) else other)


class Lazy:
    __slots__ = ("__make", "__made")

    def __init__(self, make):
        put(self, "_Lazy__make", make)
        put(self, "_Lazy__made", [])

    def __getattr__(self, name):
        return getattr(made(self), name)

    def __setattr__(self, name, value):
        setattr(made(self), name, value)

    def __delattr__(self, name):
        delattr(made(self), name)

    def __dir__(self):
        return dir(made(self))

    def __reduce__(self):
        return of, (made(self),)


def made(lazy):
    found = get(lazy, "_Lazy__made")
    if not found:
        found.append(get(lazy, "_Lazy__make")())
    return found[0]


def same(value):
    return value


def of(value):
    return Lazy(partial(same, value))
