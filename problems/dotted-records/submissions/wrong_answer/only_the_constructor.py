# Makes records of nested dictionaries in the constructor, and forgets what comes later.
from collections.abc import MutableMapping


class Record(MutableMapping):
    __slots__ = ("_items",)

    def __init__(self, /, *arguments, **keywords):
        object.__setattr__(self, "_items", {key: taken_in(value) for key, value in dict(*arguments, **keywords).items()})

    def __getitem__(self, key):
        return self._items[key]

    def __setitem__(self, key, value):
        self._items[key] = value

    def __delitem__(self, key):
        del self._items[key]

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def __getattr__(self, name):
        if is_private(name) or name not in self._items:
            raise AttributeError(f"no attribute {name!r}")
        return self._items[name]

    def __setattr__(self, name, value):
        self._check(name)
        self[name] = value

    def __delattr__(self, name):
        self._check(name)
        if name not in self:
            raise AttributeError(f"no attribute {name!r}")
        del self[name]

    def _check(self, name):
        if is_private(name) or hasattr(type(self), name):
            raise AttributeError(f"{name!r} belongs to the class")

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def copy(self):
        return Record(self)

    __copy__ = copy

    def __reduce__(self):
        return Record, (self._items,)

    def to_dict(self):
        return {key: given_out(value) for key, value in self._items.items()}

    def __eq__(self, other):
        if isinstance(other, Record):
            return self._items == other._items
        return self._items == other if isinstance(other, dict) else NotImplemented

    __hash__ = None

    def __repr__(self):
        return f"Record({self._items!r})"


def is_private(name):
    return name.startswith("_")


def taken_in(value):
    if isinstance(value, dict):
        return Record(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(taken_in, value))
    return value


def given_out(value):
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        return type(value)(map(given_out, value))
    return value
