"""The value beneath a subclass of a built-in type, by the built-in type's own methods."""

from __future__ import annotations

from pyjury_wire.handles import among, order_of
from pyjury_wire.known import BASES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EVERYTHING = slice(None)
TAKE: dict[type, Any] = {
    str: lambda value: str.__getitem__(value, EVERYTHING),
    int: lambda value: int.__add__(value, 0),
    float: lambda value: float.__pos__(value),
    complex: lambda value: complex.__pos__(value),
    bytes: lambda value: bytes.__getitem__(value, EVERYTHING),
    bytearray: lambda value: bytearray.__getitem__(value, EVERYTHING),
    tuple: lambda value: tuple.__getitem__(value, EVERYTHING),
    list: lambda value: list.__getitem__(value, EVERYTHING),
    dict: lambda value: dict.copy(value),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
}


def base_value(value: object) -> Any:
    """A copy as the built-in type; a TypeError for an object that has no such value."""
    order = order_of(type(value))
    for base in BASES:
        if among(base, order):
            return TAKE[base](value)
    raise TypeError(f"no built-in value beneath a {type(value).__qualname__}")
