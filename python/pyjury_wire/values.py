"""Values: what crosses as a copy, and how it is written.

A value is a tag of one byte and its content; a container is followed by its parts. Both directions work with a
stack of their own, so that depth costs memory and never the interpreter's stack. A container that was met before is
a number ("m"): shared parts stay shared, and cycles are cycles again.

Whether something is a plain value is decided by `type(x) is T` alone. An object of any other type, a subclass of a
built-in one included, is left to the handles (`Ends`).
"""

from __future__ import annotations

import time
from struct import Struct
from struct import error as StructError

from .errors import ProtocolError
from .known import BY_IDENTITY, BY_NAME
from .limits import BUILD_SECONDS, FRAME_BYTES, FRAME_CONTAINERS, FRAME_ITEMS
from .standard import build as build_standard
from .standard import parts as standard_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NUMBER = Struct("<I")
INT = Struct("<q")
FLOAT = Struct("<d")
COMPLEX = Struct("<dd")
TAGGED_NUMBER = Struct("<cI")
TAGGED_INT = Struct("<cq")
TAGGED_FLOAT = Struct("<cd")
SPECIAL = Struct("<ccII")

SMALL = {number: TAGGED_INT.pack(b"i", number) for number in range(-16, 257)}
NONE = type(None)
CONSTANTS = {id(...): b"E", id(NotImplemented): b"X"}
OPENING = {list: b"[", tuple: b"(", dict: b"{", set: b"<", frozenset: b">", range: b"r", slice: b"l"}


class Ends:
    """What the two ends of a wire do with everything that is no plain value."""

    def refer(self, value: object, out: list[bytes]) -> tuple | None:
        """Write a handle; or the head of a special value, whose parts are given back."""

    def own(self, number: int) -> object:
        """The receiver's own object that comes back."""

    def held(self, number: int, kind: int) -> object:
        """A stand-in for an object of the peer."""

    def special(self, tag: bytes, number: int, parts: list) -> object:
        """A value that the ends define: an exception, a function, a type that is described."""


def encode(root: object, ends: Ends) -> bytes:
    """The bytes of a value and all of its parts."""
    out: list[bytes] = []
    add = out.append
    memo: dict[int, int] = {}
    keep: list = []
    opened: set[int] = set()
    stack: list = []
    items = iter((root,))
    inside: Any = None
    ending = 0
    size = 0
    while True:
        for value in items:
            kind = type(value)
            if kind is str:
                text = value.encode("utf-8", "surrogatepass")
                add(TAGGED_NUMBER.pack(b"s", len(text)))
                add(text)
                size += len(text)
            elif kind is int:
                if value in SMALL:
                    add(SMALL[value])
                elif -0x8000000000000000 <= value <= 0x7FFFFFFFFFFFFFFF:
                    add(TAGGED_INT.pack(b"i", value))
                else:
                    digits = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
                    add(TAGGED_NUMBER.pack(b"I", len(digits)))
                    add(digits)
                    size += len(digits)
            elif value is None:
                add(b"N")
            elif value is True:
                add(b"T")
            elif value is False:
                add(b"F")
            elif kind is float:
                add(TAGGED_FLOAT.pack(b"f", value))
            elif type(kind) is type and kind in OPENING:  # a metaclass may have a __hash__ and an __eq__
                identity = id(value)
                if identity in memo and (identity not in opened or inside is list or inside is dict):
                    add(TAGGED_NUMBER.pack(b"m", memo[identity]))
                    continue
                if identity in opened:  # a tuple within itself by way of a tuple: can't be built from outside in
                    parts = ends.refer(value, out)
                elif kind is dict:
                    parts = [part for pair in value.items() for part in pair]
                    memo[identity] = len(memo)
                    add(TAGGED_NUMBER.pack(b"{", len(parts)))
                elif kind is range or kind is slice:
                    parts = (value.start, value.stop, value.step)
                    add(b"r" if kind is range else b"l")
                else:
                    parts = value if kind is tuple else list(value)
                    if kind is not frozenset:
                        memo[identity] = len(memo)
                    add(TAGGED_NUMBER.pack(OPENING[kind], len(parts)))
                if parts:
                    keep.append(parts)
                    stack.append((items, inside, ending))
                    items, inside, ending = iter(parts), kind, 0
                    if kind is tuple:
                        ending = identity
                        opened.add(identity)
                    break
            elif kind is bytes or kind is bytearray:
                if kind is bytearray:
                    if id(value) in memo:
                        add(TAGGED_NUMBER.pack(b"m", memo[id(value)]))
                        continue
                    memo[id(value)] = len(memo)
                add(TAGGED_NUMBER.pack(b"b" if kind is bytes else b"B", len(value)))
                add(bytes(value))
                size += len(value)
            elif kind is complex:
                add(b"c")
                add(COMPLEX.pack(value.real, value.imag))
            elif id(value) in BY_IDENTITY:
                name = BY_IDENTITY[id(value)].encode()
                add(TAGGED_NUMBER.pack(b"k", len(name)))
                add(name)
            elif id(value) in CONSTANTS:
                add(CONSTANTS[id(value)])
            else:
                found = None if id(value) in opened else standard_parts(value, kind)
                if found is not None:
                    add(b"v" + bytes((found[0],)))
                    add(NUMBER.pack(len(found[1])))
                    parts = found[1]
                else:
                    parts = ends.refer(value, out)
                if parts:
                    keep.append(parts)
                    stack.append((items, inside, ending))
                    items, inside, ending = iter(parts), None, id(value)
                    opened.add(ending)
                    break
            if size > FRAME_BYTES:
                raise OverflowError(f"more than {FRAME_BYTES} bytes can't cross at once")
        else:
            if ending:
                opened.discard(ending)
            if not stack:
                return b"".join(out)
            items, inside, ending = stack.pop()


class Open:
    """A container whose parts are being read."""

    __slots__ = ("tag", "left", "parts", "index", "built", "number", "late")

    def __init__(self, tag: bytes, left: int, index: int, built: Any, number: int) -> None:
        self.tag = tag
        self.left = left
        self.parts: list = built if tag == b"[" else []
        self.index = index
        self.built = built
        self.number = number
        self.late: list[tuple[Any, Any, int]] = []


class Later:
    """Stands where a tuple that isn't built yet goes into a list or a dictionary."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


def decode(data: bytes, start: int, ends: Ends) -> Any:
    """The value that the bytes from `start` on hold; they must hold just one."""
    try:
        return read(data, start, ends)
    except (StructError, IndexError, UnicodeDecodeError, OverflowError, ValueError, TypeError) as error:
        raise ProtocolError(f"a value that can't be read: {type(error).__name__}") from None


def read(data: bytes, at: int, ends: Ends) -> Any:
    memo: list = []
    waiting: dict[int, list] = {}
    stack: list[Open] = []
    end = len(data)
    count = containers = 0
    while True:
        tag = data[at : at + 1]
        at += 1
        opening: Open | None = None
        count += 1
        if tag == b"i":
            value: Any = INT.unpack_from(data, at)[0]
            at += 8
        elif tag == b"s":
            length = NUMBER.unpack_from(data, at)[0]
            at += 4 + length
            if at > end:
                raise ProtocolError("a text that ends too early")
            value = data[at - length : at].decode("utf-8", "surrogatepass")
        elif tag == b"N":
            value = None
        elif tag == b"(" or tag == b"[" or tag == b"{" or tag == b"<" or tag == b">":
            left = NUMBER.unpack_from(data, at)[0]
            at += 4
            if left > end - at or (tag == b"{" and left & 1):
                raise ProtocolError("a container of more parts than there are")
            built: Any = None
            index = len(memo)
            if tag == b"[":
                built = []
            elif tag == b"{":
                built = {}
            elif tag == b"<":
                built = set()
            if tag != b">":
                memo.append(built)
            containers += 1
            opening = Open(tag, left, index, built, 0)
        elif tag == b"T":
            value = True
        elif tag == b"F":
            value = False
        elif tag == b"f":
            value = FLOAT.unpack_from(data, at)[0]
            at += 8
        elif tag == b"m":
            index = NUMBER.unpack_from(data, at)[0]
            at += 4
            value = memo[index]
            if value is None:
                top = stack[-1] if stack else None
                if top is None or top.tag not in (b"[", b"{") or (top.tag == b"{" and not len(top.parts) & 1):
                    raise ProtocolError("a tuple within itself")
                value = Later(index)
                waiting.setdefault(index, []).append((top, len(top.parts)))
        elif tag == b"h":
            value = ends.held(*PAIR.unpack_from(data, at))
            at += 8
        elif tag == b"o":
            value = ends.own(NUMBER.unpack_from(data, at)[0])
            at += 4
        elif tag == b"I" or tag == b"b" or tag == b"B" or tag == b"k":
            length = NUMBER.unpack_from(data, at)[0]
            at += 4 + length
            if at > end:
                raise ProtocolError("bytes that end too early")
            value = data[at - length : at]
            if tag == b"I":
                value = int.from_bytes(value, "little", signed=True)
            elif tag == b"B":
                value = bytearray(value)
                memo.append(value)
            elif tag == b"k":
                name = value.decode()
                if name not in BY_NAME:
                    raise ProtocolError("an unknown name")
                value = BY_NAME[name]
        elif tag == b"c":
            value = complex(*COMPLEX.unpack_from(data, at))
            at += 16
        elif tag == b"E":
            value = ...
        elif tag == b"X":
            value = NotImplemented
        elif tag == b"r" or tag == b"l":
            containers += 1
            opening = Open(tag, 3, 0, None, 0)
        elif tag == b"v":
            number = data[at]
            left = NUMBER.unpack_from(data, at + 1)[0]
            at += 5
            containers += 1
            opening = Open(tag, left, 0, None, number)
        elif tag == b"x":
            _, special, number, left = SPECIAL.unpack_from(data, at - 1)
            at += 9
            containers += 1
            opening = Open(special, left, 0, None, number)
        else:
            raise ProtocolError("an unknown tag")
        if count > FRAME_ITEMS or containers > FRAME_CONTAINERS:
            raise ProtocolError(f"a value of more than {FRAME_ITEMS} parts or {FRAME_CONTAINERS} containers")
        if opening is not None:
            if opening.left > end - at:
                raise ProtocolError("a container of more parts than there are")
            if opening.left:
                stack.append(opening)
                continue
            value = finish(opening, memo, waiting, ends)
        while stack:
            top = stack[-1]
            top.parts.append(value)
            top.left -= 1
            if top.left:
                break
            value = finish(stack.pop(), memo, waiting, ends)
        else:
            if at != end:
                raise ProtocolError("bytes after a value")
            return value


PAIR = Struct("<II")


def finish(done: Open, memo: list, waiting: dict, ends: Ends) -> Any:
    """The container, now that all of its parts are there."""
    tag, parts = done.tag, done.parts
    if tag == b"[":
        return done.built
    if tag == b"(":
        value: Any = tuple(parts)
        memo[done.index] = value
        for holder, place in waiting.pop(done.index, ()):
            if holder.left == 0 and holder.tag == b"{":
                holder.built[holder.parts[place - 1]] = value
            else:
                holder.parts[place] = value
        return value
    if tag == b"{":
        fill(done.built, parts)
        return done.built
    if tag == b"<":
        fill(done.built, parts)
        return done.built
    if tag == b">":
        gathered: set = set()
        fill(gathered, parts)
        return frozenset(gathered)
    if tag == b"r":
        if not all(type(part) is int for part in parts):
            raise ProtocolError("a range of something else than integers")
        return range(*parts)
    if tag == b"l":
        return slice(*parts)
    if tag == b"v":
        return build_standard(done.number, parts)
    return ends.special(tag, done.number, parts)


def fill(target: Any, parts: list) -> None:
    """Put the parts into a dictionary or a set, by pieces: colliding keys may take long, but not for ever."""
    step = 2000
    if len(parts) <= step:
        if type(target) is dict:
            target.update(zip(parts[::2], parts[1::2]))
        else:
            target.update(parts)
        return
    limit = time.process_time() + BUILD_SECONDS
    for first in range(0, len(parts), step):
        piece = parts[first : first + step]
        fill(target, piece)
        if time.process_time() > limit:
            raise ProtocolError("keys that take too long to put into a dictionary or set")
