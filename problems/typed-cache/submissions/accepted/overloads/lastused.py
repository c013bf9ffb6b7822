"""A cache that keeps what was used last, typed throughout."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import Generic, Protocol, TypeVar, overload

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
D = TypeVar("D")
T = TypeVar("T", bound=Hashable, contravariant=True)


class Listener(Protocol[T]):
    """Whoever wants to know what was dropped."""

    def __call__(self, key: T) -> None: ...


class LastUsed(Generic[K, V]):
    """At most so many entries; the one that wasn't used for longest goes first."""

    def __init__(self, size: int, listener: Listener[K] | None = None) -> None:
        self._size = size
        self._listener = listener
        self._entries: OrderedDict[K, V] = OrderedDict()

    def put(self, key: K, value: V) -> None:
        """Keeps a value."""
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self._size:
            self._drop()

    @overload
    def get(self, key: K) -> V | None: ...
    @overload
    def get(self, key: K, default: D) -> V | D: ...
    def get(self, key: K, default: D | None = None) -> V | D | None:
        """The value of a key, or the default."""
        if key not in self._entries:
            return default
        self._entries.move_to_end(key)
        return self._entries[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def _drop(self) -> None:
        key, _ = self._entries.popitem(last=False)
        if self._listener is not None:
            self._listener(key)


def cached(function: Callable[[K], V], size: int) -> Callable[[K], V]:
    """The function, which remembers its last results."""
    results: LastUsed[K, list[V]] = LastUsed(size)

    def call(key: K) -> V:
        found = results.get(key)
        if found is None:
            found = [function(key)]
            results.put(key, found)
        return found[0]

    return call
