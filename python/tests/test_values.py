"""Values: what is encoded is decoded again; what is mutated is refused, and nothing else."""

import math
import random
import struct

import pytest
from pyjury_wire import limits, values
from pyjury_wire.errors import ProtocolError
from pyjury_wire.handles import Handles, kind_parts


class Ends(Handles):
    """Stand-ins are tuples; nothing is asked of anybody."""

    def foreign(self, value):
        return None

    def stand_in(self, number, kind):
        return type(kind.name, (), {})()

    def make_class(self, number, module, name, bases):
        return type("E", bases, {})

    def make_exception(self, number, parts):
        return ValueError(*parts[:1])

    def exception_parts(self, error):
        return (type(error), error.args, str(error), [], None, None, False, (), None)


def there_and_back(value):
    return values.decode(values.encode(value, Ends()), 0, Ends())


def made(chance: random.Random, depth: int = 0):
    """Some value."""
    kinds = ["int", "big", "float", "str", "bytes", "none", "bool", "complex", "array"]
    kind = chance.choice(
        kinds + (["list", "tuple", "dict", "set", "frozenset", "range", "slice"] * 2 if depth < 5 else [])
    )
    size = chance.randrange(5)
    match kind:
        case "int":
            return chance.randrange(-300, 300)
        case "big":
            return chance.randrange(-(2**200), 2**200)
        case "float":
            return struct.unpack("<d", chance.randbytes(8))[0]
        case "str":
            return "".join(chr(chance.randrange(0x110000)) for _ in range(size))
        case "bytes":
            return chance.randbytes(size)
        case "array":
            return bytearray(chance.randbytes(size))
        case "none":
            return chance.choice([None, ..., NotImplemented, int, KeyError])
        case "bool":
            return chance.random() < 0.5
        case "complex":
            return complex(chance.random(), -0.0)
        case "list":
            return [made(chance, depth + 1) for _ in range(size)]
        case "tuple":
            return tuple(made(chance, depth + 1) for _ in range(size))
        case "dict":
            return {hashable(chance): made(chance, depth + 1) for _ in range(size)}
        case "set":
            return {hashable(chance) for _ in range(size)}
        case "frozenset":
            return frozenset(hashable(chance) for _ in range(size))
        case "range":
            return range(size, 10**20, 3)
    return slice(size, made(chance, depth + 1), None)


def hashable(chance):
    return (chance.randrange(100), str(chance.random()))


def same(left, right):
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        return struct.pack("<d", left) == struct.pack("<d", right) or (math.isnan(left) and math.isnan(right))
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, slice):
        return same((left.start, left.stop, left.step), (right.start, right.stop, right.step))
    return left == right


@pytest.mark.parametrize("seed", range(20))
def test_there_and_back(seed):
    chance = random.Random(seed)
    for _ in range(100):
        value = made(chance)
        assert same(there_and_back(value), value)


@pytest.mark.parametrize("seed", range(20))
def test_mutations_are_values_or_refused(seed):
    """Whatever the bytes are: a value of plain types or a ProtocolError, in little time and memory."""
    chance = random.Random(seed)
    for _ in range(400):
        data = bytearray(values.encode([made(chance) for _ in range(3)], Ends()))
        for _ in range(chance.randrange(1, 6)):
            where = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[where] = chance.randrange(256)
                case 1:
                    data[where : where + 4] = struct.pack("<I", chance.choice([0, 1, 2**31, 2**32 - 1]))
                case 2:
                    del data[where : where + chance.randrange(9)]
                case 3:
                    data[where:where] = chance.choice(b"NTFifcsbBI[({<>rlvxhomkEX").to_bytes(1, "little")
            if not data:
                break
        try:
            values.decode(bytes(data), 0, Ends())
        except ProtocolError:
            pass


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_refused(seed):
    chance = random.Random(seed)
    tags = b"NTFifcsbBI[({<>rlvxhomkEX"
    for _ in range(3000):
        data = b"".join(
            chance.choice([bytes((chance.choice(tags),)), chance.randbytes(1), struct.pack("<I", chance.randrange(4))])
            for _ in range(12)
        )
        try:
            values.decode(data, 0, Ends())
        except ProtocolError:
            pass


def test_names_are_only_looked_up_in_the_tables():
    for name in (b"eval", b"exec", b"open", b"__import__", b"compile", b"os", b"getattr", b"print", b"input"):
        with pytest.raises(ProtocolError):
            values.decode(b"k" + struct.pack("<I", len(name)) + name, 0, Ends())


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[", b"[\xff\xff\xff\xff", b"s\xff\xff\xff\xff", b"s\5\0\0\0ab", b"I\5\0\0\0", b"m\0\0\0\0", b"NN", b"o\1\0\0\0",
        b"h\1\0\0\0\7\0\0\0", b"{\1\0\0\0N", b"{\2\0\0\0[\0\0\0\0N", b"(\1\0\0\0m\0\0\0\0", b"<\1\0\0\0{\0\0\0\0", b"rNNN", b"r" + b"i" + b"\0" * 8,
        b"v\xff\0\0\0\0", b"v\0\1\0\0\0N", b"xz\0\0\0\0\0\0\0\0", b"xh\1\0\0\0\1\0\0\0N", b"xe\1\0\0\0\1\0\0\0N", b"s\1\0\0\0\xff", b"\0",
    ],
)  # fmt: skip
def test_what_is_broken_is_refused(data):
    with pytest.raises(ProtocolError):
        values.decode(data, 0, Ends())


def test_too_much_is_refused():
    many = b"[" + struct.pack("<I", limits.FRAME_CONTAINERS + 1) + b"[\0\0\0\0" * (limits.FRAME_CONTAINERS + 1)
    with pytest.raises(ProtocolError, match="containers"):
        values.decode(many, 0, Ends())


def test_colliding_keys_are_given_up(monkeypatch):
    """One dictionary whose keys all have the hash 0 would take minutes."""
    monkeypatch.setattr(values, "BUILD_SECONDS", 0.5)
    keys = 30_000
    parts = []
    for number in range(keys):
        digits = (number * (2**61 - 1)).to_bytes(12, "little", signed=True)
        parts.append(b"I" + struct.pack("<I", 12) + digits + b"N")
    with pytest.raises(ProtocolError, match="too long"):
        values.decode(b"{" + struct.pack("<I", 2 * keys) + b"".join(parts), 0, Ends())


def test_handles_are_counted():
    ours, theirs = Ends(), Ends()

    class Thing:
        pass

    thing = Thing()
    first = values.decode(values.encode([thing, thing], ours), 0, theirs)
    assert first[0] is first[1]
    again = values.decode(values.encode(thing, ours), 0, theirs)
    assert again is first[0]
    del again, first
    ours.release(theirs.releases())
    assert not ours.entries and not ours.numbers and not theirs.stubs


@pytest.mark.parametrize("data", [b"\1\0\0\0\1\0\0\0", b"\1\0\0\0", b"\1\0\0\0\0\0\0\0"])
def test_what_is_not_held_cannot_be_released(data):
    with pytest.raises(ProtocolError):
        Ends().release(data)


def test_lies_about_types_change_nothing():
    class Liar(str):
        __class__ = dict

        def __eq__(self, other):
            return True

        __hash__ = str.__hash__

        def __len__(self):
            raise KeyError

        def __reduce__(self):
            raise KeyError

    data = values.encode([Liar("x")], Ends())
    assert data[5:7] == b"xh"
    assert kind_parts(Liar)[3] == 1
