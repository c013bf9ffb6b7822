"""What the grader may ask for. Names of the built-in functions are bound when this module is imported (see armour)."""

from __future__ import annotations

import operator
import sys

from .bases import base_value
from .clock import CLOCK
from .entry import Entry
from .prints import Prints
from .probes import ByHandle
from .threads import side_by_side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BINARY = {
    name: getattr(operator, name)
    for name in (
        "add sub mul matmul truediv floordiv mod pow lshift rshift and_ or_ xor lt le eq ne gt ge "
        "iadd isub imul imatmul itruediv ifloordiv imod ipow ilshift irshift iand ior ixor"
    ).split()
}
BINARY["divmod"] = divmod
UNARY = {
    "neg": operator.neg, "pos": operator.pos, "abs": abs, "invert": operator.invert, "len": len, "bool": bool,
    "str": str, "repr": repr, "hash": hash, "int": int, "float": float, "complex": complex, "index": operator.index,
    "iter": iter, "next": next, "reversed": reversed, "dir": dir, "enter": lambda it: type(it).__enter__(it),
    "aiter": aiter, "bytes": bytes, "aenter": lambda it: type(it).__aenter__(it),
    "anext": lambda it: type(it).__anext__(it),
}  # fmt: skip


def operations(entry: Entry, prints: Prints) -> dict[str, Any]:
    return {
        "start": entry.start,
        "prints": prints.take,
        "call": lambda target, args, kwargs: target(*args, **kwargs),
        "observe": observe,
        "get": getattr,
        "set": setattr,
        "del": delattr,
        "item": operator.getitem,
        "setitem": operator.setitem,
        "delitem": operator.delitem,
        "contains": operator.contains,
        "format": format,
        "round": round,
        "binary": lambda name, left, right: BINARY[name](left, right),
        "unary": lambda name, value: UNARY[name](value),
        "exit": lambda manager, kind, error: type(manager).__exit__(manager, kind, error, trace(error)),
        "aexit": lambda manager, kind, error: type(manager).__aexit__(manager, kind, error, trace(error)),
        "take": take,
        "base": base_value,
        "type": type,
        "order": lambda kind: [ByHandle(each) for each in type.mro(kind)],
        "isinstance": isinstance,
        "issubclass": issubclass,
        "name": name_of,
        "share": ByHandle,
        "live": lambda value, name: ByHandle(getattr(value, name)),
        "import": lambda name: __import__(name, fromlist=["*"]),
        "builtin": lambda name: ByHandle(getattr(sys.modules["builtins"], name)),
        "class": make_class,
        "threads": lambda calls: side_by_side(calls, entry.folder),
        "same": lambda left, right: left is right,
        "clock": CLOCK.set,
        **{name: lazily(name) for name in ("spawn", "cancel", "pump", "inside", "waiting", "stuck")},
    }


def observe(target: Any, args: tuple, kwargs: dict) -> tuple:
    """A call, and its arguments as they are afterwards."""
    result = target(*args, **kwargs)
    return result, args, kwargs


def take(iterator: Any, count: int) -> list:
    """The next items, and fewer where it ends."""
    items: list = []
    while len(items) < count:
        try:
            items.append(next(iterator))
        except StopIteration:
            break
    return items


def trace(error: BaseException | None) -> Any:
    return None if error is None else error.__traceback__


def name_of(value: Any) -> str:
    """What to call it in a message."""
    return str(getattr(value, "__qualname__", None) or getattr(value, "__name__", None) or type(value).__qualname__)


def make_class(name: str, bases: tuple, body: dict, keywords: dict) -> Any:
    import types

    return ByHandle(types.new_class(name, bases, keywords, lambda namespace: namespace.update(body)))


def lazily(name: str) -> Any:
    """An operation of loops, which needs asyncio: imported with the first use."""

    def operation(*operands: Any) -> Any:
        from . import loops

        return loops.OPERATIONS[name](CLOCK.session, *operands)

    return operation
