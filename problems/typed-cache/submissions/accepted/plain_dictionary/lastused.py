"""A cache on a plain dictionary; typing under another name, types quoted."""

import typing as t
from collections.abc import Callable, Iterator

Key = t.TypeVar("Key")
Value = t.TypeVar("Value")
Default = t.TypeVar("Default")
Listening = t.TypeVar("Listening", contravariant=True)


class Listener(t.Protocol[Listening]):
    """Is called with each key that is dropped."""

    def __call__(self, key: Listening) -> None:
        """Take notice."""


class LastUsed(t.Generic[Key, Value]):
    """The values that were used last."""

    def __init__(
        self, size: int, listener: "t.Optional[Listener[Key]]" = None
    ) -> None:
        self.size = size
        self.listener = listener
        self.values: dict[Key, Value] = {}

    def put(self, key: Key, value: Value) -> None:
        """Keep a value."""
        self.values.pop(key, None)
        self.values[key] = value
        while len(self.values) > self.size:
            oldest = next(iter(self.values))
            del self.values[oldest]
            if self.listener:
                self.listener(oldest)

    @t.overload
    def get(self, key: Key) -> "t.Optional[Value]": ...

    @t.overload
    def get(self, key: Key, default: Default) -> "t.Union[Value, Default]": ...

    def get(
        self, key: Key, default: "t.Optional[Default]" = None
    ) -> "t.Union[Value, Default, None]":
        """The value, or the default."""
        try:
            value = self.values.pop(key)
        except KeyError:
            return default
        self.values[key] = value
        return value

    def __iter__(self) -> Iterator[Key]:
        return iter(self.values)


def cached(function: Callable[[Key], Value], size: int) -> Callable[[Key], Value]:
    """Remember the last results of a function."""
    kept: LastUsed[Key, tuple[Value]] = LastUsed(size)

    def call(key: Key) -> Value:
        if (found := kept.get(key)) is None:
            found = (function(key),)
            kept.put(key, found)
        return found[0]

    return call
