"""Handles: numbers for objects that stay where they are.

A handle that was sent n times is given back by one message that says n, once its stand-in has died: however messages
cross each other, an object is dropped only when the peer holds none of the handles that were sent for it.
"""

from __future__ import annotations

from _weakref import ref

from .errors import ProtocolError
from .known import BASES, exception_class
from .limits import CAUSES, HANDLES, TYPES
from .values import PAIR, TAGGED_NUMBER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CLASS, COROUTINE, GENERATOR, MODULE, FUNCTION = (1 << bit for bit in range(5))
PROTOCOLS = {
    name: 1 << bit
    for bit, name in enumerate(
        """__call__ __iter__ __next__ __len__ __contains__ __getitem__ __setitem__ __delitem__ __enter__ __exit__
        __await__ __aiter__ __anext__ __aenter__ __aexit__ __bool__ __int__ __float__ __index__ __reversed__
        __lt__ __le__ __gt__ __ge__ __add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __truediv__ __rtruediv__
        __get__ __set__ __delete__ __set_name__""".split(),
        5,
    )
}
"""What a type's objects can do, as far as the other side must know it to make a stand-in that can do it too."""
ALL_FLAGS = (1 << (5 + len(PROTOCOLS))) - 1
KEPT_EXCEPTIONS = 1000


class Kind:
    """What is known of a type of the peer's objects."""

    __slots__ = ("module", "name", "flags", "base")

    def __init__(self, module: str, name: str, flags: int, base: int) -> None:
        self.module = module
        self.name = name
        self.flags = flags
        self.base = base
        """The place of its built-in base in known.BASES, from 1 on; 0 for none."""


def order_of(kind: type) -> tuple[type, ...]:
    """The method resolution order: __class__ and __getattribute__ may lie."""
    return type.__dict__["__mro__"].__get__(kind)


def among(kind: type, order: tuple[type, ...]) -> bool:
    """Whether the type is one of those. Not by `in`, which asks a metaclass that has an __eq__."""
    return any(each is kind for each in order)


def kind_parts(kind: type) -> tuple[str, str, int, int]:
    """What the peer is told of a type."""
    order = order_of(kind)
    flags = 0
    for each in order:
        for name in type.__dict__["__dict__"].__get__(each):
            flags |= PROTOCOLS.get(name, 0) if type(name) is str else 0
    if among(type, order):
        flags |= CLASS
    name = text(type.__dict__["__qualname__"].__get__(kind))
    module = text(type.__dict__["__module__"].__get__(kind))
    if module == "builtins":
        flags |= {"coroutine": COROUTINE, "generator": GENERATOR, "module": MODULE, "function": FUNCTION}.get(name, 0)
    base = next((place for each in order for place, known in enumerate(BASES, 1) if each is known), 0)
    return module, name, flags, base


def text(value: object) -> str:
    return value if type(value) is str else "?"


class Entry:
    """An object of ours that the peer holds."""

    __slots__ = ("number", "value", "sent")

    def __init__(self, number: int, value: object) -> None:
        self.number = number
        self.value = value
        self.sent = 0


class Stub(ref):
    """A stand-in of ours for an object of the peer, and how often its handle has come."""

    __slots__ = ("number", "count")
    number: int
    count: int


class Handles:
    """Both tables of one side: what the peer holds of ours, and what we hold of the peer's."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.numbers: dict[int, int] = {}
        self.next_number = 1
        self.types: dict[int, tuple[int, type]] = {}
        self.kinds: dict[int, Kind] = {}
        self.stubs: dict[int, Stub] = {}
        self.dropped: list[tuple[int, int]] = []
        self.classes_sent: dict[int, tuple[int, type]] = {}
        self.classes: dict[int, type] = {}
        self.class_numbers: dict[int, int] = {}
        self.exceptions: dict[int, tuple[BaseException, int, int]] = {}
        self.exception_ids: dict[int, int] = {}
        self.causes = 0

    # What each side decides for itself.

    def stand_in(self, number: int, kind: Kind) -> Any:
        """A new stand-in for an object of the peer; it must allow weak references."""
        raise NotImplementedError

    def foreign(self, value: object) -> int | None:
        """The peer's number, if the value is a stand-in."""
        raise NotImplementedError

    def make_class(self, number: int, module: str, name: str, bases: tuple) -> type:
        """A class that stands for an exception class of the peer."""
        raise NotImplementedError

    def make_exception(self, number: int, parts: list) -> BaseException:
        """An exception that stands for one of the peer."""
        raise NotImplementedError

    def exception_parts(self, error: BaseException) -> tuple:
        """What the peer is told of an exception of ours."""
        raise NotImplementedError

    def function_parts(self, value: object, kind: type) -> tuple | None:
        """What the peer is told of a function, where it's told more than that it's one."""
        return None

    def make_function(self, number: int, parts: list) -> Any:
        raise ProtocolError("a function that is described")

    # Ours, sent.

    def export(self, value: object) -> int:
        """The number of an object of ours; it's counted as sent once more."""
        number = self.numbers.get(id(value))
        if number is None:
            if len(self.entries) >= HANDLES:
                raise OverflowError(f"more than {HANDLES} objects held by the other side")
            number = self.next_number
            self.next_number += 1
            self.numbers[id(value)] = number
            self.entries[number] = Entry(number, value)
        self.entries[number].sent += 1
        return number

    def refer(self, value: object, out: list[bytes]) -> tuple | None:
        theirs = self.foreign(value)
        if theirs is not None:
            out.append(TAGGED_NUMBER.pack(b"o", theirs))
            return None
        kind = type(value)
        order = order_of(kind)
        if among(BaseException, order):
            self.causes += 1
            if self.causes > CAUSES:
                out.append(b"N")
                return None
            return self.open(out, b"x", self.export(value), self.exception_parts(value))  # type: ignore[arg-type]
        if among(type, order) and among(BaseException, order_of(value)):  # type: ignore[arg-type]
            return self.refer_class(value, out)  # type: ignore[arg-type]
        described = self.function_parts(value, kind)
        if described is not None:
            return self.open(out, b"f", self.export(value), described)
        return self.refer_object(value, kind, out)

    def refer_object(self, value: object, kind: type, out: list[bytes]) -> tuple | None:
        """A handle, whatever the object is."""
        known = self.types.get(id(kind))
        number = self.export(value)
        if known is not None:
            out.append(b"h" + PAIR.pack(number, known[0]))
            return None
        if len(self.types) >= TYPES:
            raise OverflowError(f"objects of more than {TYPES} types")
        place = len(self.types)
        self.types[id(kind)] = (place, kind)
        return self.open(out, b"h", number, (place, *kind_parts(kind)))

    def refer_class(self, value: type, out: list[bytes]) -> tuple | None:
        """An exception class: a class on the other side as well, so that it can be caught there."""
        known = self.classes_sent.get(id(value))
        if known is not None:
            return self.open(out, b"e", known[0], (None,))
        if len(self.classes_sent) >= TYPES:
            raise OverflowError(f"more than {TYPES} exception classes")
        number = self.export(value)
        self.classes_sent[id(value)] = (number, value)
        module = text(type.__dict__["__module__"].__get__(value))
        name = text(type.__dict__["__qualname__"].__get__(value))
        bases = type.__dict__["__bases__"].__get__(value)
        bases = tuple(base for base in bases if among(BaseException, order_of(base))) or (BaseException,)
        return self.open(out, b"e", number, (module, name, bases))

    def open(self, out: list[bytes], tag: bytes, number: int, parts: tuple) -> tuple:
        out.append(b"x" + tag + PAIR.pack(number, len(parts)))
        return parts

    def release(self, data: bytes) -> None:
        """The peer has dropped its stand-ins of these."""
        if len(data) % 8:
            raise ProtocolError("a release that ends too early")
        for at in range(0, len(data), 8):
            number, count = PAIR.unpack_from(data, at)
            entry = self.entries.get(number)
            if entry is None or count > entry.sent or not count:
                raise ProtocolError("a handle was released that isn't held")
            entry.sent -= count
            if not entry.sent:
                del self.entries[number]
                del self.numbers[id(entry.value)]

    def own(self, number: int) -> object:
        entry = self.entries.get(number)
        if entry is None:
            raise ProtocolError("a handle that doesn't exist")
        return entry.value

    # The peer's, received.

    def held(self, number: int, kind: int) -> object:
        stub = self.stubs.get(number)
        value = None if stub is None else stub()
        if value is not None:
            stub.count += 1  # type: ignore[union-attr]
            return value
        if kind not in self.kinds:
            raise ProtocolError("an object of an unknown type")
        return self.keep(number, self.stand_in(number, self.kinds[kind]))

    def keep(self, number: int, value: object) -> object:
        """Remember a new stand-in, as long as somebody else does."""
        if len(self.stubs) >= HANDLES:
            raise ProtocolError(f"more than {HANDLES} objects")
        stub = Stub(value, self.died)
        stub.number = number
        stub.count = 1
        self.stubs[number] = stub
        return value

    def died(self, stub: Stub) -> None:
        if self.stubs.get(stub.number) is stub:
            del self.stubs[stub.number]
        self.dropped.append((stub.number, stub.count))

    def releases(self) -> bytes:
        """What is to be told of stand-ins that died; each is told once."""
        pairs = []
        while self.dropped:
            pairs.append(PAIR.pack(*self.dropped.pop()))
        return b"".join(pairs)

    def special(self, tag: bytes, number: int, parts: list) -> object:
        if tag == b"h":
            self.describe(parts)
            return self.held(number, parts[0])
        if tag == b"e":
            return self.exception_type(number, parts)
        if tag == b"x":
            return self.exception(number, parts)
        if tag == b"f":
            stub = self.stubs.get(number)
            value = None if stub is None else stub()
            if value is None:
                return self.keep(number, self.make_function(number, parts))
            stub.count += 1  # type: ignore[union-attr]
            return value
        if tag == b"y":
            return self.amended(number, parts)
        raise ProtocolError("an unknown tag")

    def amended(self, number: int, parts: list) -> BaseException:
        """An exception of ours that comes back, with the notes and the cause that it was given over there."""
        error = self.own(number)
        if (
            not isinstance(error, BaseException)
            or len(parts) != 2
            or type(parts[0]) is not list
            or not all(type(note) is str for note in parts[0])
            or not (parts[1] is None or isinstance(parts[1], BaseException))
        ):
            raise ProtocolError("no exception that comes back")
        for note in parts[0]:
            if note not in getattr(error, "__notes__", ()):
                error.add_note(note)
        if parts[1] is not None:
            error.__cause__ = parts[1]
        return error

    def describe(self, parts: list) -> None:
        if [type(part) for part in parts] != [int, str, str, int, int]:
            raise ProtocolError("no description of a type")
        place, module, name, flags, base = parts
        if place != len(self.kinds) or place >= TYPES or not 0 <= base <= len(BASES):
            raise ProtocolError("no description of a type")
        self.kinds[place] = Kind(module[:200], name[:200], flags & ALL_FLAGS, base)

    def exception_type(self, number: int, parts: list) -> type:
        if number in self.classes:
            return self.classes[number]
        if len(parts) != 3 or [type(part) for part in parts] != [str, str, tuple]:
            raise ProtocolError("no description of an exception class")
        module, name, bases = parts
        if not bases or not all(isinstance(base, type) and issubclass(base, BaseException) for base in bases):
            raise ProtocolError("an exception class without bases")
        if len(self.classes) >= TYPES:
            raise ProtocolError(f"more than {TYPES} exception classes")
        made = exception_class(module, name) or self.make_class(number, module[:200], name[:200], bases)
        self.classes[number] = made
        self.class_numbers[id(made)] = number
        return made

    def exception(self, number: int, parts: list) -> BaseException:
        known = self.exceptions.get(number)
        if known is not None:
            self.exceptions[number] = (known[0], number, known[2] + 1)
            return known[0]
        error = self.make_exception(number, parts)
        if len(self.exceptions) >= KEPT_EXCEPTIONS:
            oldest = next(iter(self.exceptions))
            gone, _, count = self.exceptions.pop(oldest)
            del self.exception_ids[id(gone)]
            self.dropped.append((oldest, count))
        self.exceptions[number] = (error, number, 1)
        self.exception_ids[id(error)] = number
        return error
